package io.dongting.spring.autoconfigure;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.dongting.spring.RaftCodec;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftStateMachine;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for codecs that are beans of the application.
 */
class CodecBeansTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory");

	@Test
	void theyComeInTheirOrderBeforeThoseThatAreAlwaysThere() {
		this.contextRunner.withUserConfiguration(OwnCodecs.class)
			.run((context) -> assertThat(context.getBean(Tags.class).same(new Tag("given")))
				.isEqualTo(new Tag("given, read by first, read by first")));
	}

	@Test
	void nameThatIsTakenIsReported() {
		this.contextRunner.withUserConfiguration(TakenName.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureReports.report(context.getStartupFailure()).getDescription())
				.contains("the same name 'json'", TagCodec.class.getName());
		});
	}

	record Tag(String text) {

	}

	interface Tags {

		@RaftCommand
		Tag same(Tag tag);

	}

	@RaftStateMachine(group = "tags")
	static class TagMachine implements Tags {

		@Override
		public Tag same(Tag tag) {
			return tag;
		}

	}

	/** Leaves a trace in each value that it reads. */
	record TagCodec(String name) implements RaftCodec {

		@Override
		public boolean supports(Type type) {
			return type == Tag.class;
		}

		@Override
		public byte[] write(Object value, Type type) {
			return ((Tag) value).text().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Object read(ByteBuffer bytes, Type type) {
			return new Tag(StandardCharsets.UTF_8.decode(bytes) + ", read by " + this.name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(TagMachine.class)
	static class OwnCodecs {

		@Bean
		@Order(2)
		RaftCodec second() {
			return new TagCodec("second");
		}

		@Bean
		@Order(1)
		RaftCodec first() {
			return new TagCodec("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(TagMachine.class)
	static class TakenName {

		@Bean
		RaftCodec codec() {
			return new TagCodec("json");
		}

	}

}
