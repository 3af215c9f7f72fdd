package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.Filter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every log line of a request has its trace id, on any thread, and never its actor. */
class LogLinesCarryTraceIdsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LogLinesCarryTraceIdsTest.class);

    private static RunningCommandSide commandSide;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    /** Logs a line in each request, and one where its command is dispatched. */
    static final class LoggingConfiguration {

        @Bean
        FilterRegistrationBean<Filter> loggingFilter() {
            return new FilterRegistrationBean<>((request, response, chain) -> {
                LOG.info("a request");
                chain.doFilter(request, response);
            });
        }

        @Bean
        SmartInitializingSingleton loggingInterceptor(CommandBus bus) {
            return () -> bus.registerDispatchInterceptor(messages -> (index, message) -> {
                LOG.info("a dispatch");
                return message;
            });
        }
    }

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1, "--spring.main.sources=" + LoggingConfiguration.class.getName());
        commandSide.stocked("MAIN", 1, "MUG-1");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @BeforeEach
    void attach() {
        lines.start();
        LOG.addAppender(lines);
    }

    @AfterEach
    void detach() {
        LOG.detachAppender(lines);
    }

    private static Answer adjust(String... headers) {
        String body = "{\"locationId\":\"MAIN\",\"delta\":-100,\"reason\":\"damaged\"}";
        return commandSide.send(0, "POST", "/v1/inventory/MUG-1/adjustments", "application/json", body, headers);
    }

    private List<String> traces(String message) {
        return lines.list.stream()
                .filter(line -> line.getMessage().equals(message))
                .map(line -> line.getMDCPropertyMap().get("traceId"))
                .toList();
    }

    @Test
    void linesAndProblemHaveTheTraceIdOfTheCaller() {
        for (String flags : List.of("00", "01")) {
            lines.list.clear();
            Answer refused = adjust("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-" + flags);

            assertThat(refused.code()).isEqualTo("insufficient-stock");
            assertThat(refused.body().path("traceId").asString()).isEqualTo(TRACE);
            assertThat(traces("a request")).containsExactly(TRACE);
            assertThat(traces("a dispatch")).containsExactly(TRACE);
        }
    }

    @Test
    void withoutTraceparentTheyHaveTheNewTraceId() {
        Answer refused = adjust();

        String trace = refused.body().path("traceId").asString();
        assertThat(trace).matches("[0-9a-f]{32}");
        assertThat(traces("a request")).containsExactly(trace);
        assertThat(traces("a dispatch")).containsExactly(trace);
    }

    @Test
    void linesHaveTheCorrelationIdAndNotTheActor() {
        Answer refused = adjust("X-Correlation-Id", "order-77", "X-Actor", "kim");

        assertThat(refused.headers().firstValue("X-Correlation-Id")).contains("order-77");
        assertThat(refused.body().path("traceId").asString()).matches("[0-9a-f]{32}");
        Map<String, String> mdc = lines.list.get(0).getMDCPropertyMap();
        assertThat(mdc).containsEntry("correlationId", "order-77").containsKeys("traceId", "spanId");
        assertThat(mdc.values()).doesNotContain("kim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void jsonLinesHaveTheIds(String format) {
        adjust("X-Correlation-Id", "order-77", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        JsonNode line = json(format, lines.list.get(0));
        assertThat(line.path("message").asString()).isEqualTo("a request");
        assertThat(line.path("traceId").asString()).isEqualTo(TRACE);
        assertThat(line.path("spanId").asString()).matches("[0-9a-f]{16}").isNotEqualTo("00f067aa0ba902b7");
        assertThat(line.path("correlationId").asString()).isEqualTo("order-77");
    }

    /** The line as written with the setting {@code logging.structured.format.console}. */
    private static JsonNode json(String format, ILoggingEvent event) {
        LoggerContext context = new LoggerContext();
        context.putObject(Environment.class.getName(), commandSide.instance(0).getEnvironment());
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        return new JsonMapper().readTree(new String(encoder.encode(event), StandardCharsets.UTF_8));
    }
}
