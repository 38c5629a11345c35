package io.dongting.samples.kvstore;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts one node of the key-value store.
 */
@SpringBootApplication
public class KvStoreApplication {

	public static void main(String[] args) {
		SpringApplication.run(KvStoreApplication.class, args);
	}

}
