package io.dongting.spring.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * This node.
 *
 * @param nodeId its number
 * @param groups its groups
 */
public record NodeDescriptor(int nodeId, List<GroupSummary> groups) implements OperationResponseBody {

}
