package io.dongting.samples.kvstore;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Asks clients that wait with their body (as curl does with a large one) to send it only
 * when it is about to be read. Whatever is refused before is refused without it.
 */
@Component
class EarlyRefusal implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		TomcatConnectorCustomizer onRead = (connector) -> connector.setProperty("continueResponseTiming", "onRead");
		factory.addConnectorCustomizers(onRead);
	}

}
