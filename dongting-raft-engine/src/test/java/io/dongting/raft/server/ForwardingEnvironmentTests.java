package io.dongting.raft.server;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForwardingEnvironmentTests {

	@Test
	void nothingIsLeftToTheDefaultsOfTheInterface() throws NoSuchMethodException {
		List<Method> methods = Arrays.stream(RaftEnvironment.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !method.isSynthetic() && !method.getName().equals("measuredBy"))
			.toList();
		assertThat(methods).isNotEmpty();
		for (Method method : methods) {
			assertThat(ForwardingEnvironment.class.getMethod(method.getName(), method.getParameterTypes())
				.getDeclaringClass()).as(method.getName()).isEqualTo(ForwardingEnvironment.class);
		}
	}

}
