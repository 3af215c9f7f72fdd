package stockledger.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** One caller that sends too much is refused, others are not. */
class CallersHaveBudgetsTest {

    private static final int PER_MINUTE = 2;

    private final Rates rates = new Rates(new RateSettings(null, 0, PER_MINUTE), null);

    @Test
    void twiceTheBudgetMayComeAtOnce() {
        for (int i = 0; i < 2 * PER_MINUTE; i++) {
            Rates.Decision within = take(rates, Work.ROWS, "anna");
            assertThat(within.isRefused()).isFalse();
            assertThat(within.remaining()).isEqualTo(2 * PER_MINUTE - 1 - i);
            assertThat(within.policy()).isEqualTo("\"uploads\";q=2;w=60");
            assertThat(within.state()).isEqualTo("\"uploads\";r=" + within.remaining() + ";t=0");
        }
        Rates.Decision beyond = take(rates, Work.ROWS, "anna");
        assertThat(beyond.isRefused()).isTrue();
        assertThat(beyond.waitSeconds()).isBetween(1L, 30L);
        assertThat(beyond.state()).startsWith("\"uploads\";r=0;t=");
    }

    @Test
    void anotherCallerAndOtherWorkAreNotAffected() {
        while (!take(rates, Work.ROWS, "anna").isRefused()) {
            // Uses up the budget.
        }
        assertThat(take(rates, Work.ROWS, "bert").isRefused()).isFalse();
        assertThat(take(rates, Work.COMMAND, "anna").isRefused()).isFalse();
    }

    @Test
    void operatorsAndUnlimitedWorkHaveNoBudget() {
        assertThat(rates.take(Work.QUERY, "anna", false)).isNull();
        assertThat(rates.take(Work.OPERATION, "anna", false)).isNull();
        assertThat(rates.take(Work.HEALTH, "anna", false)).isNull();
        assertThat(rates.take(Work.LIVENESS, "anna", false)).isNull();
    }

    @Test
    void withoutAuthenticationOnlyConfiguredBudgetsApply() {
        assertThat(rates.take(Work.COMMAND, "127.0.0.1", true)).isNull();
        assertThat(rates.take(Work.ROWS, "127.0.0.1", true)).isNotNull();
    }

    @Test
    void theBudgetOfAllProcessesRefusesFromTheNextRequestOn() {
        SharedBudgets.Budget empty = () ->
                CompletableFuture.completedFuture(ConsumptionProbe.rejected(0, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4));
        Rates shared = new Rates(new RateSettings(null, null, null), (caller, size) -> empty);
        assertThat(take(shared, Work.COMMAND, "anna").isRefused()).isFalse();
        assertThat(take(shared, Work.COMMAND, "anna").isRefused()).isTrue();
    }

    @Test
    void aStoreThatFailsRefusesNothing() {
        SharedBudgets.Budget failing = () -> CompletableFuture.failedStage(new IllegalStateException("no Redis"));
        Rates shared = new Rates(new RateSettings(null, null, null), (caller, size) -> failing);
        assertThat(take(shared, Work.COMMAND, "anna").isRefused()).isFalse();
        assertThat(take(shared, Work.COMMAND, "anna").isRefused()).isFalse();
    }

    @Test
    void aRefusedRequestIsToldWhenToComeAgain() throws ServletException, IOException {
        RatesFilter filter = new RatesFilter(new Rates(new RateSettings(null, null, PER_MINUTE), null));
        for (int i = 0; i < 2 * PER_MINUTE; i++) {
            MockHttpServletResponse within = upload(filter);
            assertThat(within.getStatus()).isEqualTo(200);
            assertThat(within.getHeader("RateLimit")).startsWith("\"uploads\";r=");
        }
        MockHttpServletResponse beyond = upload(filter);
        assertThat(beyond.getStatus()).isEqualTo(429);
        assertThat(beyond.getHeader("Retry-After")).matches("[1-9][0-9]?");
        assertThat(beyond.getHeader("RateLimit-Policy")).isEqualTo("\"uploads\";q=2;w=60");
        assertThat(beyond.getContentType()).isEqualTo("application/problem+json");
        assertThat(beyond.getContentAsString()).contains("\"code\":\"rate-limited\"");
    }

    private static MockHttpServletResponse upload(RatesFilter filter) throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        // Spelled in another way than routing reads it.
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/%62ulk/receipts");
        request.setServletPath("/v1/bulk/receipts");
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }

    private static Rates.Decision take(Rates rates, Work work, String caller) {
        return Objects.requireNonNull(rates.take(work, caller, false));
    }
}
