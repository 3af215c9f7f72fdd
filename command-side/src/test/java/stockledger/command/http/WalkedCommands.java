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

/** A command side that is asked wrongly, again and again, and must answer with a problem and store nothing. */
final class WalkedCommands implements AutoCloseable {

    /** Under which what exists was made, so that its ids are known. */
    static final String KEY = "walk-";

    /** So that two answers to the same are the same. */
    private static final String TRACE = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    private static final int SHOWN = 200;

    /** What is wrong with a command whatever the shop says. */
    private static final Set<Integer> BY_ITSELF = Set.of(400, 413, 415);

    private final RunningCommandSide shop = new RunningCommandSide(1);
    private final PlainHttp http;
    private final DescribedProblems described;
    private final List<String> wrong = new ArrayList<>();
    private long before;

    WalkedCommands() {
        shop.stocked("MAIN", 100, "MUG-1");
        created("place", "/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}");
        created("transfer", "/v1/inventory/MUG-1/transfers", "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":5}");
        created(
                "incoming",
                "/v1/inventory/MUG-1/incoming",
                "{\"locationId\":\"MAIN\",\"quantity\":5,\"expectedOn\":\"2026-01-31\"}");
        for (String cart : List.of("cart-1", "cart-2", "cart-3")) {
            int status = shop.post(
                            "/v1/reservations",
                            "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1}]}".formatted(cart))
                    .status();
            assertThat(status).isEqualTo(201);
        }
        http = new PlainHttp(shop.port(0));
        described = new DescribedProblems(http);
    }

    private void created(String what, String path, String body) {
        assertThat(shop.send(0, "POST", path, "application/json", body, "Idempotency-Key", KEY + what)
                        .status())
                .as(path)
                .isEqualTo(201);
    }

    RunningCommandSide shop() {
        return shop;
    }

    PlainHttp http() {
        return http;
    }

    void begin() {
        wrong.clear();
        before = shop.events();
    }

    /** Nothing of all that was refused may have left an event. */
    void end() {
        assertThat(shop.events()).as("events stored").isEqualTo(before);
    }

    PlainHttp.Reply send(CommandExample command, String body) {
        return sendTo(command, command.path(), body);
    }

    PlainHttp.Reply sendTo(CommandExample command, String path, String body) {
        String type = "Content-Type: " + command.type();
        PlainHttp.Reply reply = http.send(command.method(), path, utf8(body), type, TRACE);
        described.require(command, reply);
        if (BY_ITSELF.contains(reply.status())) {
            String plain = "Content-Encoding: identity";
            PlainHttp.Reply later =
                    http.send(command.method(), path, utf8(body), type, TRACE, plain, "Prefer: respond-async");
            assertThat(later.status() + " " + later.body())
                    .as("%s %s to a caller who does not wait", command.method(), path)
                    .isEqualTo(reply.status() + " " + reply.body());
        }
        return reply;
    }

    /** A refusal must be one of these codes, whole and in its form. */
    void expect(String what, PlainHttp.Reply reply, int status, String... codes) {
        try {
            JsonNode problem = problem(reply);
            assertThat(reply.status()).isEqualTo(status);
            assertThat(problem.path("code").asString()).isIn(Arrays.asList(codes));
        } catch (AssertionError e) {
            String start = reply.body().length() > SHOWN ? reply.body().substring(0, SHOWN) : reply.body();
            wrong.add(what + ": must be " + status + " " + List.of(codes) + " but was " + reply.status() + " "
                    + reply.header("content-type") + " " + start);
        }
    }

    void report() {
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    /** The problem in an answer, with every member that a problem has. */
    static JsonNode problem(PlainHttp.Reply reply) {
        assertThat(reply.header("content-type")).as(reply.body()).startsWith("application/problem+json");
        JsonNode problem;
        try {
            problem = CommandExample.JSON.readTree(reply.body());
        } catch (JacksonException e) {
            throw new AssertionError("no JSON: " + reply.body(), e);
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
        shop.close();
    }
}
