package io.dongting.spring.statemachine;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to keep of what the typed model itself writes as JSON, in every
 * application: state machines may be made at runtime alone.
 */
class TypedModelHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		// What they are made of is found from here
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), Announcement.class,
				AnnouncedCommands.State.class, HistoryFile.Content.class, FailureCodec.Failure.class);
	}

}
