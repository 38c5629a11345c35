package io.dongting.spring.autoconfigure.actuate;

import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What an application serves HTTP with, and whether Spring Security guards its endpoints.
 */
enum WebStack {

	MVC(WebApplicationType.SERVLET, OperatedNode.class, Caller.ANONYMOUS),

	WEBFLUX(WebApplicationType.REACTIVE, OperatedNode.class, Caller.ANONYMOUS),

	GUARDED_MVC(WebApplicationType.SERVLET, GuardedNode.class, Caller.OPERATOR),

	GUARDED_WEBFLUX(WebApplicationType.REACTIVE, GuardedNode.class, Caller.OPERATOR);

	private final WebApplicationType type;

	private final Class<?> application;

	private final Caller operator;

	WebStack(WebApplicationType type, Class<?> application, Caller operator) {
		this.type = type;
		this.application = application;
		this.operator = operator;
	}

	/** Who may operate it. */
	Caller operator() {
		return this.operator;
	}

	/** Run an application on a free port. */
	ConfigurableApplicationContext run(List<String> arguments) {
		return new SpringApplicationBuilder(this.application).web(this.type)
			.properties("server.port=0", "server.address=127.0.0.1")
			.run(arguments.toArray(String[]::new));
	}

	/** The port where an application listens. */
	static int port(ConfigurableApplicationContext context) {
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

}
