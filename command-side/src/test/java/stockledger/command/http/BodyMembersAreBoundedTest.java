package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values out of bounds are refused for every member of every command, and nothing is stored. */
class BodyMembersAreBoundedTest {

    @RegisterExtension
    static final SharedCommandHarness SHARED = new SharedCommandHarness();

    private final CommandHarness commands = SHARED.harness();

    @Test
    void numbersOutOfBounds() {
        String huge = "1" + "0".repeat(30);
        String vast = "9".repeat(900);
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                if (command.at(member).isNumber()) {
                    String least = member.equals("delta") ? "-1000000001" : "-1";
                    for (String number : List.of(
                            mayBeZero(command, member) ? least : "0", least, "1000000001", huge, "-" + huge, vast)) {
                        commands.expect(
                                command.endpoint() + " " + member + " = " + number,
                                commands.send(command, command.with(member, number)),
                                400,
                                "validation-failed");
                    }
                    commands.expect(
                            command.endpoint() + " " + member + " with a thousand digits",
                            commands.send(command, command.with(member, "9".repeat(1_001))),
                            400,
                            "malformed-json");
                }
            }
        }
        commands.report();
    }

    /** Members for which 0 is valid. */
    private static boolean mayBeZero(CommandExample command, String member) {
        return List.of("counted", "safetyStock", "reorderPoint", "backorderLimit")
                        .contains(member)
                || command.route().endsWith("/receive");
    }

    @Test
    void textsOutOfBounds() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                if (command.at(member).isString()) {
                    for (String text : List.of("", "x".repeat(20_000), "\\ud800", "a\\udc00b", "\\udc00\\ud800")) {
                        if (text.isEmpty() && member.startsWith("attributes.")) {
                            continue;
                        }
                        commands.expect(
                                command.endpoint() + " " + member + " of " + text.length() + " " + text,
                                commands.send(command, command.with(member, "\"" + text + "\"")),
                                400,
                                "validation-failed",
                                "wrong-type");
                    }
                }
            }
        }
        commands.report();
    }

    @Test
    void textsWithControlCharacters() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                for (String control : List.of("\\u0000", "\\u0007", "\\u001b", "\\u007f", "\\u0085")) {
                    if (command.at(member).isString()) {
                        RawHttp.Reply reply = commands.send(command, command.with(member, "\"a" + control + "b\""));
                        commands.expect(
                                command.endpoint() + " " + member + " with " + control,
                                reply,
                                400,
                                "validation-failed",
                                "wrong-type");
                        // For nested types such as money the parent may be named.
                        assertThat(member.replaceAll("\\.(\\d+)", "[$1]")).startsWith(fieldOf(reply));
                    }
                }
            }
        }
        commands.report();
    }

    @Test
    void invalidPrices() {
        for (CommandExample command : CommandExample.ALL) {
            if (command.members().contains("price")) {
                for (String currency : List.of("ABC", "ZZZ", "XBA", "XTS", "XAU", "XDR")) {
                    RawHttp.Reply reply =
                            commands.send(command, command.with("price.currency", "\"" + currency + "\""));
                    commands.expect(command.endpoint() + " in " + currency, reply, 400, "validation-failed");
                    assertThat(fieldOf(reply)).isEqualTo("price.currency");
                }
                for (String price : List.of("12.505/GBP", "0.0001/EUR", "1200.5/JPY", "1.2345/KWD")) {
                    String[] parts = price.split("/", 2);
                    String json = "{\"amount\":\"%s\",\"currency\":\"%s\"}".formatted(parts[0], parts[1]);
                    RawHttp.Reply reply = commands.send(command, command.with("price", json));
                    commands.expect(command.endpoint() + " of " + price, reply, 400, "validation-failed");
                    assertThat(fieldOf(reply)).isEqualTo("price.amount");
                }
            }
        }
        commands.report();
    }

    @Test
    void invalidAttributeNames() {
        for (CommandExample command : CommandExample.ALL) {
            if (command.members().contains("attributes")) {
                for (String name : List.of("", " ", "x".repeat(65), "a\\u0000b", "a\\tb", "\\u009f")) {
                    RawHttp.Reply reply =
                            commands.send(command, command.with("attributes", "{\"" + name + "\":\"x\"}"));
                    commands.expect(command.endpoint() + " " + name, reply, 400, "validation-failed");
                    assertThat(fieldOf(reply)).isEqualTo("attributes");
                }
                commands.expect(
                        command.endpoint() + " with an unpaired surrogate",
                        commands.send(command, command.with("attributes", "{\"\\ud800\":\"x\"}")),
                        400,
                        "malformed-json");
                RawHttp.Reply value =
                        commands.send(command, command.with("attributes.colour", "\"" + "x".repeat(1_001) + "\""));
                assertThat(fieldOf(value)).isEqualTo("attributes.colour");
            }
        }
        commands.report();
    }

    private static String fieldOf(RawHttp.Reply reply) {
        return CommandHarness.problem(reply)
                .path("errors")
                .path(0)
                .path("field")
                .asString();
    }

    @Test
    void invalidIds() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                boolean isTaken = command.route().endsWith("/adjustments") && member.equals("from");
                if (!isTaken
                        && List.of("id", "sku", "locationId", "from", "to", "incomingId")
                                .contains(member.substring(member.lastIndexOf('.') + 1))) {
                    for (String id :
                            List.of("a b", "a/b", "a\\nb", "A\\n", "\u00fc", "x".repeat(65), "a\\u0000", "%41")) {
                        commands.expect(
                                command.endpoint() + " " + member + " = " + id,
                                commands.send(command, command.with(member, "\"" + id + "\"")),
                                400,
                                "validation-failed");
                    }
                }
            }
        }
        commands.report();
    }
}
