package stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;

/** The log lines of a query have the trace id of its problem: the caller's or a new one. */
class LogLinesCarryTraceIdsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LogLinesCarryTraceIdsTest.class);

    /** Logs a line in each request. */
    static final class LoggingConfiguration {

        @Bean
        FilterRegistrationBean<Filter> loggingFilter() {
            return new FilterRegistrationBean<>((request, response, chain) -> {
                LOG.info("a request");
                chain.doFilter(request, response);
            });
        }
    }

    @Test
    void theLineHasTheIdsOfTheProblem() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        try (RunningQuerySide querySide =
                new RunningQuerySide("--spring.main.sources=" + LoggingConfiguration.class.getName())) {
            querySide.awaitReady(0);
            LOG.addAppender(lines);
            for (String flags : List.of("00", "01")) {
                Answer refused = querySide.get(
                        "/v1/products/nobody",
                        "traceparent",
                        "00-" + TRACE + "-00f067aa0ba902b7-" + flags,
                        "X-Correlation-Id",
                        "cart-7");
                assertThat(refused.body().path("traceId").asString()).isEqualTo(TRACE);
                assertThat(mdcOfLastLine(lines))
                        .containsEntry("traceId", TRACE)
                        .containsEntry("correlationId", "cart-7");
            }
            Answer refused = querySide.get("/v1/products/nobody");
            assertThat(mdcOfLastLine(lines))
                    .containsEntry("traceId", refused.body().path("traceId").asString())
                    .containsEntry("correlationId", refused.header("X-Correlation-Id"))
                    .doesNotContainValue(TRACE);
        } finally {
            LOG.detachAppender(lines);
        }
    }

    private static Map<String, String> mdcOfLastLine(ListAppender<ILoggingEvent> lines) {
        return lines.list.get(lines.list.size() - 1).getMDCPropertyMap();
    }
}
