package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What is described is what is served: every address, its success with its headers, and every code it may answer. */
class EveryAddressSaysWhatItPromisesTest {

    private static WalkedCommands walked;
    private static JsonNode described;

    @BeforeAll
    static void open() {
        walked = new WalkedCommands();
        PlainHttp.Reply reply = walked.http().send("GET", "/v3/api-docs", new byte[0]);
        assertThat(reply.status()).isEqualTo(200);
        described = CommandExample.JSON.readTree(reply.body());
    }

    @AfterAll
    static void close() {
        walked.close();
    }

    @Test
    void everyCommandHasPromises() {
        List<String> silent = new ArrayList<>();
        walked.shop()
                .instance(0)
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    boolean ours = method.getBeanType().getName().startsWith("stockledger.command.")
                            && mapping.getPatternValues().stream().anyMatch(path -> path.startsWith("/v1/"));
                    if (ours && !method.hasMethodAnnotation(Promises.class)) {
                        silent.add(mapping + " says nothing of what it promises");
                    }
                });

        assertThat(silent).isEmpty();
    }

    @Test
    void everyCommandAnswersAsDescribed() {
        List<String> wrong = new ArrayList<>();
        for (CommandExample command : CommandExample.ALL) {
            PlainHttp.Reply reply = walked.send(command, command.body());
            JsonNode answer = operation(command).path("responses").path(String.valueOf(reply.status()));
            if (answer.isMissingNode() || reply.status() >= 400) {
                wrong.add(command.endpoint() + " answers " + reply.status() + " " + reply.body());
                continue;
            }
            for (String header : List.of("Consistency-Token", "ETag", "Location")) {
                boolean sent = !reply.header(header.toLowerCase(Locale.ROOT)).isEmpty();
                if (sent != answer.path("headers").has(header)) {
                    wrong.add(command.endpoint() + (sent ? " sends " : " does not send ") + header);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCommandTakesAKeyIfItIsAPost() {
        assertThat(CommandExample.ALL).allSatisfy(command -> assertThat(
                        operation(command).path("parameters").toString().contains("Idempotency-Key"))
                .isEqualTo(command.method().equals("POST")));
    }

    @Test
    void refusalsAreListedWithTheirCodes() {
        JsonNode hold = described.path("paths").path("/v1/reservations").path("post").path("responses");

        assertThat(hold.path("409").toString()).contains("insufficient-stock", "reservation-exists");
        assertThat(hold.path("404").toString()).contains("product-not-found", "location-not-found");
        assertThat(hold.path("400").toString()).contains("unknown-field", "validation-failed", "malformed-json");
        assertThat(hold.path("422").toString()).contains("idempotency-key-reused");
        assertThat(hold.path("503").toString()).contains("busy", "reservation-in-progress", "unavailable");
    }

    @Test
    void boundsComeFromTheBodies() {
        JsonNode quantity = described
                .path("components")
                .path("schemas")
                .path("ReceiptBody")
                .path("properties")
                .path("quantity");

        assertThat(quantity.path("minimum").asLong()).isEqualTo(1);
        assertThat(quantity.path("maximum").asLong()).isEqualTo(1_000_000_000);
    }

    @Test
    void thePageIsServed() {
        assertThat(walked.http().send("GET", "/swagger-ui/index.html", new byte[0]).status())
                .isEqualTo(200);
    }

    private static JsonNode operation(CommandExample command) {
        return described
                .path("paths")
                .path(command.route())
                .path(command.method().toLowerCase(Locale.ROOT));
    }
}
