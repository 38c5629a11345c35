package io.dongting.spring.statemachine;

import java.io.Serializable;

import io.dongting.spring.RaftCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the proxies of {@link StateMachineProxyFactory}.
 */
class StateMachineProxyTests {

	private final Proxies proxies = new Proxies();

	@AfterEach
	void close() {
		this.proxies.close();
	}

	@Test
	void proxyIsOfTheInterfaceWhereThereIsOne() {
		Object proxy = this.proxies.create(new InventoryMachine());
		assertThat(AopUtils.isJdkDynamicProxy(proxy)).isTrue();
		assertThat(proxy).isInstanceOf(Inventory.class).isNotInstanceOf(InventoryMachine.class);
	}

	@Test
	void proxyIsOfTheClassWhereNoInterfaceIsOfTheApplication() {
		Object proxy = this.proxies.create(new ClassOnly(5));
		assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
		assertThat(((ClassOnly) proxy).next()).isEqualTo(6);
	}

	@Test
	void methodThatIsNeitherCommandNorQueryThrows() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(inventory::plain)
			.withMessageContaining("plain")
			.withMessageContaining("@RaftCommand")
			.withMessageContaining("inventory");
		ClassOnly classOnly = this.proxies.create(new ClassOnly(1), ClassOnly.class);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(classOnly::plain);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(classOnly::packagePrivate);
	}

	@Test
	void methodsOfObjectWork() {
		Inventory first = this.proxies.create(new InventoryMachine(), Inventory.class);
		Inventory second = this.proxies.create(new InventoryMachine(), Inventory.class);
		ClassOnly classOnly = this.proxies.create(new ClassOnly(1), ClassOnly.class);
		assertThat(first).isEqualTo(first).isNotEqualTo(second).hasSameHashCodeAs(first);
		assertThat(first.toString()).contains("inventory", InventoryMachine.class.getName());
		assertThat(classOnly).isEqualTo(classOnly).isNotEqualTo(first);
		assertThat(classOnly.toString()).contains("inventory", ClassOnly.class.getName());
	}

	@Test
	void callsInsideTheTargetRunDirectly() {
		ClassOnly target = new ClassOnly(1);
		ClassOnly proxy = this.proxies.create(target, ClassOnly.class);
		target.self = proxy;
		assertThat(proxy.twice()).isEqualTo(3);
		assertThat(proxy.twiceThroughTheProxy()).isEqualTo(5);
		assertThat(this.proxies.group.bodies).hasSize(2);
	}

	static class ClassOnly implements Serializable, Comparable<ClassOnly> {

		private int value;

		private transient ClassOnly self;

		ClassOnly(int value) {
			this.value = value;
		}

		@RaftCommand
		public int next() {
			return ++this.value;
		}

		@RaftCommand
		public int twice() {
			next();
			return next();
		}

		@RaftCommand
		public int twiceThroughTheProxy() {
			this.self.next();
			return this.self.next();
		}

		public void plain() {
			throw new AssertionError("not to be reached");
		}

		void packagePrivate() {
			throw new AssertionError("not to be reached");
		}

		@Override
		public int compareTo(ClassOnly other) {
			return Integer.compare(this.value, other.value);
		}

	}

}
