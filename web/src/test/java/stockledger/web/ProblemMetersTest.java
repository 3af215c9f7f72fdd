package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Problems are counted by code and by the side of the controller. */
class ProblemMetersTest {

    private static final CqrsSide COMMAND = new CqrsSide("command", "stockledger.command.");
    private static final CqrsSide QUERY = new CqrsSide("query", "stockledger.web.");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockHttpServletRequest request = new MockHttpServletRequest();

    private double counted(String side) {
        return registry.counter("stockledger.problems", "side", side, "code", "busy")
                .count();
    }

    @Test
    void theSideOfTheController() throws NoSuchMethodException {
        request.setAttribute(
                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE,
                new HandlerMethod(this, ProblemMetersTest.class.getDeclaredMethod("theSideOfTheController")));
        new ProblemMeters(registry, List.of(QUERY, COMMAND)).count("busy", request);

        assertThat(counted("query")).isEqualTo(1);
        assertThat(counted("command")).isZero();
    }

    @Test
    void withoutControllerInAProcessOfBothSides() {
        new ProblemMeters(registry, List.of(QUERY, COMMAND)).count("busy", request);

        assertThat(counted("command")).isEqualTo(1);
    }

    @Test
    void withoutControllerInAProcessOfOneSide() {
        new ProblemMeters(registry, List.of(QUERY)).count("busy", request);

        assertThat(counted("query")).isEqualTo(1);
    }
}
