package io.dongting.spring.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;

import io.dongting.spring.autoconfigure.actuate.OperatedCluster.Answer;
import io.dongting.spring.autoconfigure.actuate.WrongRequests.WrongRequest;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for all endpoints of applications whose endpoints Spring Security guards: the
 * operator is answered as if it were not there, and nobody else gets anything.
 */
@ParameterizedClass
@EnumSource(names = { "GUARDED_MVC", "GUARDED_WEBFLUX" })
class GuardedEndpointClusterTests extends AbstractEndpointClusterTests {

	GuardedEndpointClusterTests(WebStack stack) {
	}

	@ParameterizedTest
	@CsvSource({ "ANONYMOUS, 401", "IMPOSTOR, 401", "GUEST, 403" })
	void nobodyElseSeesOrChangesAnything(Caller caller, int status) throws Exception {
		List<ActuatorRequest> requests = new ArrayList<>(OperatedCluster.CHANGES);
		requests.addAll(List.of(get("raft"), get("raft/counter"), get("raftnodes"), get("health/raft")));
		WrongRequests.refusedAtOnce().stream().map(WrongRequest::request).forEach(requests::add);
		List<String> before = cluster.state();
		for (ActuatorRequest request : requests) {
			Answer answer = cluster.call(caller, LEADER, request);
			assertThat(answer.status()).as("%s: %s", request, answer.body()).isEqualTo(status);
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

}
