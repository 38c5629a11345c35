package io.dongting.spring.test;

import java.util.function.Supplier;

import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * A proxy that survives restarts: at each call it passes on to the one that is to be used
 * now.
 */
final class NodeProxy {

	private NodeProxy() {
	}

	/**
	 * Create a proxy.
	 * @param example one of those that it may pass on to
	 * @param current chooses one
	 * @return a proxy of the same types
	 */
	static Object of(Object example, Supplier<Object> current) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTargetSource(new Choice(ClassUtils.getUserClass(example), current));
		if (AopUtils.isJdkDynamicProxy(example)) {
			factory.setInterfaces(AopProxyUtils.proxiedUserInterfaces(example));
		}
		else {
			factory.setProxyTargetClass(true);
		}
		return factory.getProxy(ClassUtils.getUserClass(example).getClassLoader());
	}

	private record Choice(Class<?> type, Supplier<Object> current) implements TargetSource {

		@Override
		public Class<?> getTargetClass() {
			return this.type;
		}

		@Override
		public Object getTarget() {
			return this.current.get();
		}

	}

}
