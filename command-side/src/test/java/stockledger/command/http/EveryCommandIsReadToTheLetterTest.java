package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Every command endpoint refuses a body that is not exactly what it takes, and stores nothing of it. */
class EveryCommandIsReadToTheLetterTest {

    /** Takes no JSON but rows: they are walked where rows are read. */
    private static final String ROWS = "POST /v1/bulk/{kind}";

    private static WalkedCommands walk;

    @BeforeAll
    static void open() {
        walk = new WalkedCommands();
    }

    @AfterAll
    static void close() {
        walk.close();
    }

    @BeforeEach
    void begin() {
        walk.begin();
    }

    @AfterEach
    void end() {
        walk.end();
    }

    @Test
    void everyEndpointIsWalked() {
        RequestMappingHandlerMapping mapping =
                walk.shop().instance(0).getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        Set<String> declared = mapping.getHandlerMethods().entrySet().stream()
                .filter(entry ->
                        !ErrorController.class.isAssignableFrom(entry.getValue().getBeanType()))
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("stockledger."))
                .flatMap(entry -> endpoints(entry.getKey()))
                .filter(endpoint -> !endpoint.equals(ROWS))
                .collect(Collectors.toSet());

        assertThat(CommandExample.ALL)
                .extracting(CommandExample::endpoint)
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    private static Stream<String> endpoints(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().stream()
                .flatMap(method -> info.getPatternValues().stream().map(pattern -> method + " " + pattern));
    }

    @Test
    void whatIsNoJson() {
        everyCommand(
                400,
                // A member that is not known may come before the fault.
                List.of("malformed-json", "unknown-field"),
                "",
                "   ",
                "{",
                "}",
                "nonsense",
                "{\"name\":}",
                "{\"name\" \"x\"}",
                "{'name':'x'}",
                "{name:1}",
                "{\"name\":\"x\",}",
                "{\"name\":\"x",
                "{\"name\":\"a\nb\"}",
                "{\"name\":\"\\x\"}",
                "{\"quantity\":01}",
                "{\"quantity\":+1}",
                "{\"quantity\":NaN}",
                "{\"quantity\":1e}",
                "<product/>",
                "\u0000",
                "{\u0000}",
                "[".repeat(5_000),
                "{\"a\":".repeat(5_000));
    }

    @Test
    void bytesThatAreNoUnicode() {
        for (CommandExample command : CommandExample.ALL) {
            for (byte[] bytes : List.of(
                    new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
                    new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
                    new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f})) {
                PlainHttp.Reply reply =
                        walk.http().send(command.method(), command.path(), bytes, "Content-Type: " + command.type());
                walk.expect(command.endpoint() + " " + bytes[1], reply, 400, "malformed-json");
            }
        }
        walk.report();
    }

    @Test
    void whatIsJsonButNoObject() {
        everyCommand(400, List.of("malformed-json"), "null", "[]", "[{}]", "\"x\"", "5", "1.5", "true");
    }

    @Test
    void aBodyInAList() {
        for (CommandExample command : CommandExample.ALL) {
            walk.expect(command.endpoint(), walk.send(command, "[" + command.body() + "]"), 400, "malformed-json");
        }
        walk.report();
    }

    @Test
    void moreAfterTheBody() {
        for (CommandExample command : CommandExample.ALL) {
            for (String more : List.of("{}", ",", "]", "x", "1", "null", command.body())) {
                PlainHttp.Reply reply = walk.send(command, command.body() + more);
                walk.expect(command.endpoint() + " " + more, reply, 400, "malformed-json");
            }
        }
        walk.report();
    }

    @Test
    void aMemberThatIsNotKnown() {
        for (CommandExample command : CommandExample.ALL) {
            String separator = command.body().equals("{}") ? "" : ",";
            String body = command.body().replaceFirst("\\{", "{\"colour of it\":1" + separator);
            PlainHttp.Reply reply = walk.send(command, body);
            walk.expect(command.endpoint(), reply, 400, "unknown-field");
            assertThat(WalkedCommands.problem(reply)
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("colour of it");
            for (String member : command.members()) {
                if (command.at(member).isObject() && !member.equals("attributes")) {
                    walk.expect(
                            command.endpoint() + " in " + member,
                            walk.send(
                                    command,
                                    command.with(
                                            member,
                                            command.at(member).toString().replaceFirst("\\{", "{\"unheard-of\":1,"))),
                            400,
                            "unknown-field");
                }
            }
        }
        walk.report();
    }

    @Test
    void aMemberThatIsSaidTwice() {
        for (CommandExample command : CommandExample.ALL) {
            if (command.members().isEmpty()) {
                continue;
            }
            String body = command.body();
            String name = command.members().get(0);
            String first = "\"" + name + "\":" + command.at(name);
            walk.expect(
                    command.endpoint() + " at the front",
                    walk.send(command, "{" + first + "," + body.substring(1)),
                    400,
                    "malformed-json");
            walk.expect(
                    command.endpoint() + " at the end",
                    walk.send(command, body.substring(0, body.length() - 1) + "," + first + "}"),
                    400,
                    "malformed-json");
        }
        walk.report();
    }

    @Test
    void aMemberOfAnotherType() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                for (String other : otherThan(command.at(member))) {
                    walk.expect(
                            command.endpoint() + " " + member + " = " + other,
                            walk.send(command, command.with(member, other)),
                            400,
                            "wrong-type",
                            // Of a list in a list of texts, Jackson says only that more follows than it understood.
                            other.equals("[\"x\"]") ? "malformed-json" : "wrong-type");
                }
            }
        }
        walk.report();
    }

    private static List<String> otherThan(JsonNode right) {
        if (right.isNumber()) {
            return List.of("\"5\"", "\"\"", "1.5", "5.0", "5e0", "true", "{}", "[]", "[5]");
        } else if (right.isString()) {
            return List.of("5", "1.5", "true", "{}", "[]", "[\"x\"]");
        } else if (right.isArray()) {
            return List.of("5", "\"x\"", "\"\"", "true", "{}");
        }
        return List.of("5", "\"x\"", "\"\"", "true", "[]");
    }

    @Test
    void nullWhereSomethingMustBe() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                if (!command.mayBeNull().contains(member)) {
                    walk.expect(
                            command.endpoint() + " " + member,
                            walk.send(command, command.with(member, "null")),
                            400,
                            "validation-failed");
                }
            }
        }
        walk.report();
    }

    private static void everyCommand(int status, List<String> codes, String... bodies) {
        for (CommandExample command : CommandExample.ALL) {
            for (String body : bodies) {
                String start = body.length() > 40 ? body.substring(0, 40) + "…" : body;
                walk.expect(
                        command.endpoint() + " " + start,
                        walk.send(command, body),
                        status,
                        codes.toArray(String[]::new));
            }
        }
        walk.report();
    }
}
