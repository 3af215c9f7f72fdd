package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Every command refuses JSON that does not match its body exactly, and stores nothing. */
class JsonIsReadStrictlyTest {

    /** Has rows instead of JSON; tested in the package bulk. */
    private static final String ROWS = "POST /v1/bulk/{kind}";

    private static final List<CommandExample> COMMANDS = Stream.of(CommandExample.ALL, CommandExample.WEBHOOKS)
            .flatMap(List::stream)
            .toList();

    @RegisterExtension
    static final SharedCommandHarness SHARED = new SharedCommandHarness();

    private final CommandHarness commands = SHARED.harness();

    @Test
    void everyRouteHasAnExample() {
        RequestMappingHandlerMapping mapping = commands.commandSide()
                .instance(0)
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        Set<String> declared = mapping.getHandlerMethods().entrySet().stream()
                .filter(entry ->
                        !ErrorController.class.isAssignableFrom(entry.getValue().getBeanType()))
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("stockledger."))
                .flatMap(entry -> endpoints(entry.getKey()))
                .filter(endpoint -> !endpoint.equals(ROWS))
                // The first API key would turn authentication on for all tests of this command side.
                .filter(endpoint -> !endpoint.startsWith("POST /v1/api-keys"))
                .collect(Collectors.toSet());

        assertThat(COMMANDS).extracting(CommandExample::endpoint).containsExactlyInAnyOrderElementsOf(declared);
    }

    private static Stream<String> endpoints(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().stream()
                .flatMap(method -> info.getPatternValues().stream().map(pattern -> method + " " + pattern));
    }

    @Test
    void malformedJson() {
        everyCommand(
                400,
                // An unknown member may come before the error.
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
    void invalidUtf8() {
        for (CommandExample command : COMMANDS) {
            for (byte[] bytes : List.of(
                    new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
                    new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
                    new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f})) {
                RawHttp.Reply reply = commands.http()
                        .send(command.method(), command.path(), bytes, "Content-Type: " + command.type());
                commands.expect(command.endpoint() + " " + bytes[1], reply, 400, "malformed-json");
            }
        }
        commands.report();
    }

    @Test
    void jsonOtherThanAnObject() {
        everyCommand(400, List.of("malformed-json"), "null", "[]", "[{}]", "\"x\"", "5", "1.5", "true");
    }

    @Test
    void aBodyInAnArray() {
        for (CommandExample command : COMMANDS) {
            commands.expect(
                    command.endpoint(), commands.send(command, "[" + command.body() + "]"), 400, "malformed-json");
        }
        commands.report();
    }

    @Test
    void trailingTokens() {
        for (CommandExample command : COMMANDS) {
            for (String more : List.of("{}", ",", "]", "x", "1", "null", command.body())) {
                RawHttp.Reply reply = commands.send(command, command.body() + more);
                commands.expect(command.endpoint() + " " + more, reply, 400, "malformed-json");
            }
        }
        commands.report();
    }

    @Test
    void unknownMembers() {
        for (CommandExample command : COMMANDS) {
            String separator = command.body().equals("{}") ? "" : ",";
            String body = command.body().replaceFirst("\\{", "{\"other colour\":1" + separator);
            RawHttp.Reply reply = commands.send(command, body);
            commands.expect(command.endpoint(), reply, 400, "unknown-field");
            assertThat(CommandHarness.problem(reply)
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("other colour");
            for (String member : command.members()) {
                if (command.at(member).isObject() && !member.equals("attributes")) {
                    commands.expect(
                            command.endpoint() + " in " + member,
                            commands.send(
                                    command,
                                    command.with(
                                            member,
                                            command.at(member)
                                                    .toString()
                                                    .replaceFirst("\\{", "{\"unknown-member\":1,"))),
                            400,
                            "unknown-field");
                }
            }
        }
        commands.report();
    }

    @Test
    void duplicateMembers() {
        for (CommandExample command : COMMANDS) {
            if (command.members().isEmpty()) {
                continue;
            }
            String body = command.body();
            String name = command.members().get(0);
            String first = "\"" + name + "\":" + command.at(name);
            commands.expect(
                    command.endpoint() + " at the front",
                    commands.send(command, "{" + first + "," + body.substring(1)),
                    400,
                    "malformed-json");
            commands.expect(
                    command.endpoint() + " at the end",
                    commands.send(command, body.substring(0, body.length() - 1) + "," + first + "}"),
                    400,
                    "malformed-json");
        }
        commands.report();
    }

    @Test
    void membersOfAnotherType() {
        for (CommandExample command : COMMANDS) {
            for (String member : command.members()) {
                for (String other : otherThan(command.at(member))) {
                    commands.expect(
                            command.endpoint() + " " + member + " = " + other,
                            commands.send(command, command.with(member, other)),
                            400,
                            "wrong-type",
                            // Jackson reports an array in an array of texts as a trailing token.
                            other.equals("[\"x\"]") ? "malformed-json" : "wrong-type");
                }
            }
        }
        commands.report();
    }

    private static List<String> otherThan(JsonNode right) {
        if (right.isNumber()) {
            return List.of("\"5\"", "\"\"", "1.5", "5.0", "5e0", "true", "{}", "[]", "[5]");
        } else if (right.isString()) {
            return List.of("5", "1.5", "true", "{}", "[]", "[\"x\"]");
        } else if (right.isBoolean()) {
            return List.of("5", "0", "\"x\"", "\"\"", "\"true\"", "{}", "[]");
        } else if (right.isArray()) {
            return List.of("5", "\"x\"", "\"\"", "true", "{}");
        }
        return List.of("5", "\"x\"", "\"\"", "true", "[]");
    }

    @Test
    void nullForRequiredMembers() {
        for (CommandExample command : COMMANDS) {
            for (String member : command.members()) {
                if (!command.mayBeNull().contains(member)) {
                    commands.expect(
                            command.endpoint() + " " + member,
                            commands.send(command, command.with(member, "null")),
                            400,
                            "validation-failed");
                }
            }
        }
        commands.report();
    }

    private void everyCommand(int status, List<String> codes, String... bodies) {
        for (CommandExample command : COMMANDS) {
            for (String body : bodies) {
                String start = body.length() > 40 ? body.substring(0, 40) + "…" : body;
                commands.expect(
                        command.endpoint() + " " + start,
                        commands.send(command, body),
                        status,
                        codes.toArray(String[]::new));
            }
        }
        commands.report();
    }
}
