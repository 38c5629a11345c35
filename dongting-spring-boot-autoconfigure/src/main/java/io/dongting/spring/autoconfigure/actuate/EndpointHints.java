package io.dongting.spring.autoconfigure.actuate;

import io.dongting.spring.actuate.GroupDescriptor;
import io.dongting.spring.actuate.NodeDescriptor;
import io.dongting.spring.actuate.config.ConfigDescriptor;
import io.dongting.spring.actuate.config.PreviewDescriptor;
import io.dongting.spring.actuate.leader.TransferDescriptor;
import io.dongting.spring.actuate.operation.ErrorDescriptor;
import io.dongting.spring.actuate.server.GroupChangeDescriptor;
import io.dongting.spring.actuate.server.NodeChangeDescriptor;
import io.dongting.spring.actuate.server.NodesDescriptor;
import io.dongting.spring.actuate.snapshot.SnapshotDescriptor;
import io.dongting.spring.actuate.snapshot.TruncationDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to keep of the answers of the endpoints. Their operations
 * return one of several, wrapped in a response, so that the types cannot be found there.
 */
class EndpointHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), NodeDescriptor.class,
				GroupDescriptor.class, ConfigDescriptor.class, PreviewDescriptor.class, TransferDescriptor.class,
				GroupChangeDescriptor.class, NodeChangeDescriptor.class, NodesDescriptor.class,
				io.dongting.spring.actuate.server.NodeDescriptor.class, SnapshotDescriptor.class,
				TruncationDescriptor.class, ErrorDescriptor.class);
	}

}
