package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member says is refused when it is too much, too little or not whole, and nothing is stored. */
class EveryMemberHasItsBoundsTest {

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
    void aNumberOutOfItsBounds() {
        String huge = "1" + "0".repeat(30);
        String vast = "9".repeat(900);
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                if (command.at(member).isNumber()) {
                    String least = member.equals("delta") ? "-1000000001" : "-1";
                    for (String number : List.of(
                            mayBeNothing(command, member) ? least : "0", least, "1000000001", huge, "-" + huge, vast)) {
                        walk.expect(
                                command.endpoint() + " " + member + " = " + number,
                                walk.send(command, command.with(member, number)),
                                400,
                                "validation-failed");
                    }
                    walk.expect(
                            command.endpoint() + " " + member + " with a thousand digits",
                            walk.send(command, command.with(member, "9".repeat(1_001))),
                            400,
                            "malformed-json");
                }
            }
        }
        walk.report();
    }

    /** None found, none arrived, no buffer. */
    private static boolean mayBeNothing(CommandExample command, String member) {
        return List.of("counted", "safetyStock", "reorderPoint", "backorderLimit")
                        .contains(member)
                || command.route().endsWith("/receive");
    }

    @Test
    void aTextOutOfItsBounds() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                if (command.at(member).isString()) {
                    for (String text : List.of("", "x".repeat(20_000), "\\ud800", "a\\udc00b", "\\udc00\\ud800")) {
                        if (text.isEmpty() && member.startsWith("attributes.")) {
                            continue;
                        }
                        walk.expect(
                                command.endpoint() + " " + member + " of " + text.length() + " " + text,
                                walk.send(command, command.with(member, "\"" + text + "\"")),
                                400,
                                "validation-failed",
                                "wrong-type");
                    }
                }
            }
        }
        walk.report();
    }

    @Test
    void aTextThatNoPageCanShow() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                for (String control : List.of("\\u0000", "\\u0007", "\\u001b", "\\u007f", "\\u0085")) {
                    if (command.at(member).isString()) {
                        PlainHttp.Reply reply = walk.send(command, command.with(member, "\"a" + control + "b\""));
                        walk.expect(
                                command.endpoint() + " " + member + " with " + control,
                                reply,
                                400,
                                "validation-failed",
                                "wrong-type");
                        // Of money and the like, the form is refused as a whole.
                        assertThat(member.replaceAll("\\.(\\d+)", "[$1]")).startsWith(fieldOf(reply));
                    }
                }
            }
        }
        walk.report();
    }

    @Test
    void aPriceThatNobodyCanPay() {
        for (CommandExample command : CommandExample.ALL) {
            if (command.members().contains("price")) {
                for (String currency : List.of("ABC", "ZZZ", "XBA", "XTS", "XAU", "XDR")) {
                    PlainHttp.Reply reply = walk.send(command, command.with("price.currency", "\"" + currency + "\""));
                    walk.expect(command.endpoint() + " in " + currency, reply, 400, "validation-failed");
                    assertThat(fieldOf(reply)).isEqualTo("price.currency");
                }
                for (String price : List.of("12.505/GBP", "0.0001/EUR", "1200.5/JPY", "1.2345/KWD")) {
                    String[] parts = price.split("/", 2);
                    String json = "{\"amount\":\"%s\",\"currency\":\"%s\"}".formatted(parts[0], parts[1]);
                    PlainHttp.Reply reply = walk.send(command, command.with("price", json));
                    walk.expect(command.endpoint() + " of " + price, reply, 400, "validation-failed");
                    assertThat(fieldOf(reply)).isEqualTo("price.amount");
                }
            }
        }
        walk.report();
    }

    @Test
    void anAttributeWithoutAWholeName() {
        for (CommandExample command : CommandExample.ALL) {
            if (command.members().contains("attributes")) {
                for (String name : List.of("", " ", "x".repeat(65), "a\\u0000b", "a\\tb", "\\u009f")) {
                    PlainHttp.Reply reply = walk.send(command, command.with("attributes", "{\"" + name + "\":\"x\"}"));
                    walk.expect(command.endpoint() + " " + name, reply, 400, "validation-failed");
                    assertThat(fieldOf(reply)).isEqualTo("attributes");
                }
                walk.expect(
                        command.endpoint() + " half a character",
                        walk.send(command, command.with("attributes", "{\"\\ud800\":\"x\"}")),
                        400,
                        "malformed-json");
                PlainHttp.Reply value =
                        walk.send(command, command.with("attributes.colour", "\"" + "x".repeat(1_001) + "\""));
                assertThat(fieldOf(value)).isEqualTo("attributes.colour");
            }
        }
        walk.report();
    }

    private static String fieldOf(PlainHttp.Reply reply) {
        return WalkedCommands.problem(reply)
                .path("errors")
                .path(0)
                .path("field")
                .asString();
    }

    @Test
    void anIdThatIsIllFormed() {
        for (CommandExample command : CommandExample.ALL) {
            for (String member : command.members()) {
                if (List.of("id", "sku", "locationId", "from", "to", "incomingId")
                        .contains(member.substring(member.lastIndexOf('.') + 1))) {
                    for (String id :
                            List.of("a b", "a/b", "a\\nb", "A\\n", "\u00fc", "x".repeat(65), "a\\u0000", "%41")) {
                        walk.expect(
                                command.endpoint() + " " + member + " = " + id,
                                walk.send(command, command.with(member, "\"" + id + "\"")),
                                400,
                                "validation-failed");
                    }
                }
            }
        }
        walk.report();
    }
}
