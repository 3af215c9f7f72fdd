package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import stockledger.command.RunningCommandSide;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A running command side for many invalid requests, each of which must be answered with a problem and store nothing. */
final class CommandHarness implements AutoCloseable {

    /** The idempotency key of the fixture's requests; ids derived from it are known. */
    static final String KEY = "fixture-";

    /** A fixed trace, so that repeated problems are equal. */
    private static final String TRACE = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    private static final int MAX_SHOWN = 200;

    /** Statuses that do not depend on the state of the shop. */
    private static final Set<Integer> STATELESS = Set.of(400, 413, 415);

    private final RunningCommandSide commandSide = new RunningCommandSide(1);
    private final RawHttp http;
    private final DescribedApi described;
    private final List<String> failures = new ArrayList<>();
    private long before;

    CommandHarness() {
        commandSide.stocked("MAIN", 100, "MUG-1");
        created("place", "/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}");
        created("transfer", "/v1/inventory/MUG-1/transfers", "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":5}");
        created(
                "aside",
                "/v1/inventory/MUG-1/unavailable",
                "{\"locationId\":\"MAIN\",\"delta\":20,\"reason\":\"damaged\"}");
        created(
                "incoming",
                "/v1/inventory/MUG-1/incoming",
                "{\"locationId\":\"MAIN\",\"quantity\":5,\"expectedOn\":\"2026-01-31\"}");
        created("webhook", "/v1/webhooks", "{\"url\":\"https://erp.example/\"}");
        for (String cart : List.of("cart-1", "cart-2", "cart-3")) {
            int status = commandSide
                    .post(
                            "/v1/reservations",
                            "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1}]}".formatted(cart))
                    .status();
            assertThat(status).isEqualTo(201);
        }
        http = new RawHttp(commandSide.port(0));
        described = new DescribedApi(http);
    }

    private void created(String name, String path, String body) {
        assertThat(commandSide
                        .send(0, "POST", path, "application/json", body, "Idempotency-Key", KEY + name)
                        .status())
                .as(path)
                .isEqualTo(201);
    }

    RunningCommandSide commandSide() {
        return commandSide;
    }

    RawHttp http() {
        return http;
    }

    void begin() {
        failures.clear();
        before = commandSide.events();
    }

    /** No refused request may have stored an event. */
    void end() {
        assertThat(commandSide.events()).as("events stored").isEqualTo(before);
    }

    RawHttp.Reply send(CommandExample command, String body) {
        return sendTo(command, command.path(), body);
    }

    RawHttp.Reply sendTo(CommandExample command, String path, String body) {
        String type = "Content-Type: " + command.type();
        RawHttp.Reply reply = http.send(command.method(), path, utf8(body), type, TRACE);
        described.require(command, reply);
        if (STATELESS.contains(reply.status())) {
            String identity = "Content-Encoding: identity";
            RawHttp.Reply async =
                    http.send(command.method(), path, utf8(body), type, TRACE, identity, "Prefer: respond-async");
            assertThat(async.status() + " " + async.body())
                    .as("%s %s with respond-async", command.method(), path)
                    .isEqualTo(reply.status() + " " + reply.body());
        }
        return reply;
    }

    /** Expects a complete problem with one of these codes. */
    void expect(String description, RawHttp.Reply reply, int status, String... codes) {
        try {
            JsonNode problem = problem(reply);
            assertThat(reply.status()).isEqualTo(status);
            assertThat(problem.path("code").asString()).isIn(Arrays.asList(codes));
        } catch (AssertionError e) {
            String start = reply.body().length() > MAX_SHOWN ? reply.body().substring(0, MAX_SHOWN) : reply.body();
            failures.add(description + ": must be " + status + " " + List.of(codes) + " but was " + reply.status() + " "
                    + reply.header("content-type") + " " + start);
        }
    }

    void report() {
        assertThat(String.join("\n", failures)).isEmpty();
    }

    /** The problem in a reply; checks that all members are present. */
    static JsonNode problem(RawHttp.Reply reply) {
        assertThat(reply.header("content-type")).as(reply.body()).startsWith("application/problem+json");
        assertThat(reply.header("cache-control")).as(reply.body()).isEqualTo("no-store");
        JsonNode problem;
        try {
            problem = CommandExample.JSON.readTree(reply.body());
        } catch (JacksonException e) {
            throw new AssertionError("not JSON: " + reply.body(), e);
        }
        String code = problem.path("code").asString("");
        assertThat(code).matches("[a-z]+(-[a-z]+)*");
        assertThat(problem.path("type").asString("")).isEqualTo("urn:stockledger:problem:" + code);
        assertThat(problem.path("title").asString("")).isNotBlank();
        assertThat(problem.path("status").intValue(0)).isEqualTo(reply.status());
        assertThat(problem.path("detail").asString("")).isNotBlank();
        assertThat(problem.path("traceId").asString("")).matches("[0-9a-f]{32}");
        for (JsonNode error : problem.path("errors")) {
            assertThat(error.path("field").asString("")).as(reply.body()).isNotBlank();
            assertThat(error.path("code").asString("")).matches("[a-z]+(-[a-z]+)*");
            assertThat(error.path("detail").asString("")).isNotBlank();
        }
        return problem;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        commandSide.close();
    }
}
