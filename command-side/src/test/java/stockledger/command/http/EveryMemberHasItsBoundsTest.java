package stockledger.command.http;

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
    void anAttributeWithoutAWholeName() {
        for (CommandExample command : CommandExample.ALL) {
            if (command.members().contains("attributes")) {
                for (String name : List.of("", " ", "x".repeat(65), "\\ud800")) {
                    walk.expect(
                            command.endpoint() + " " + name,
                            walk.send(command, command.with("attributes", "{\"" + name + "\":\"x\"}")),
                            400,
                            "validation-failed",
                            "malformed-json");
                }
            }
        }
        walk.report();
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
