package io.dongting.spring.test;

import java.util.concurrent.CompletableFuture;

import io.dongting.spring.RaftContext;

/**
 * What most tests here replicate.
 */
interface Warehouse {

	int add(String sku, int quantity);

	CompletableFuture<Integer> addLater(String sku, int quantity);

	int take(String sku, int quantity) throws SoldOutException;

	long time(RaftContext context);

	int count(String sku);

	CompletableFuture<Integer> countLater(String sku);

	int countHere(String sku);

	int countBeside(String sku);

	int snapshotsLoadedHere();

	/**
	 * There is not enough.
	 */
	class SoldOutException extends Exception {

		SoldOutException(String message) {
			super(message);
		}

	}

}
