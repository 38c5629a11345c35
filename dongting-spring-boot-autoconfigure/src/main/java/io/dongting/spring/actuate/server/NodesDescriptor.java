package io.dongting.spring.actuate.server;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The nodes this process knows.
 *
 * @param nodeId this node
 * @param nodes all nodes, this one included
 */
public record NodesDescriptor(int nodeId, List<NodeDescriptor> nodes) implements OperationResponseBody {

}
