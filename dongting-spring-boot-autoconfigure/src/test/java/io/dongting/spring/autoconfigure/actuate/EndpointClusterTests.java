package io.dongting.spring.autoconfigure.actuate;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests for all endpoints of applications without Spring Security.
 */
@ParameterizedClass
@EnumSource(names = { "MVC", "WEBFLUX" })
class EndpointClusterTests extends AbstractEndpointClusterTests {

	EndpointClusterTests(WebStack stack) {
	}

}
