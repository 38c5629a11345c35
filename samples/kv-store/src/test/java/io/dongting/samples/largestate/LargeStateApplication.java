package io.dongting.samples.largestate;

import io.dongting.samples.kvstore.KvStore;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Starts one node of the store with the large state.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(LargeStore.class)
@ComponentScan(basePackageClasses = KvStore.class, useDefaultFilters = false,
		includeFilters = @ComponentScan.Filter(type = FilterType.ANNOTATION,
				classes = { RestController.class, RestControllerAdvice.class }))
public class LargeStateApplication {

	public static void main(String[] args) {
		SpringApplication.run(LargeStateApplication.class, args);
	}

}
