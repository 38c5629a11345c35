package io.dongting.spring.autoconfigure.actuate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * Tests of an {@link OperatedApplication} that everybody may operate over HTTP.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = OperatedApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "dongting.raft.storage=memory", "management.endpoints.web.exposure.include=*",
				"management.endpoints.access.default=unrestricted" })
@AutoConfigureRestTestClient
@interface OperatedApplicationTest {

}
