package io.dongting.spring.readme;

public interface Inventory {

	int reserve(String sku, int quantity);

	int available(String sku);

}
