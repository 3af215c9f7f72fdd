package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import stockledger.events.ConsistencyToken;
import tools.jackson.databind.JsonNode;

/**
 * Every event names its caller and its request, and every answer has a token with the version of each stream that the
 * command touched.
 */
class EveryEventNamesItsCallerTest {

    private static final String[] RECEIPT = {
        "POST", "/v1/inventory/PLATE-2/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}"
    };

    /** Enough for the lines of a reservation to be executed in parallel. */
    private static final String[] SKUS = {
        "MUG-1", "PLATE-2", "POT-3", "PAN-4", "CAN-5", "LID-6", "TIN-7", "JUG-8", "CAP-9"
    };

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 50, SKUS);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void eachCommandHasItsOwnMetadataAndToken() {
        String[][] commands = {
            {"POST", "/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}"},
            {
                "POST",
                "/v1/products",
                "{\"sku\":\"CUP\",\"name\":\"Cup\",\"price\":{\"amount\":\"1\",\"currency\":\"GBP\"}}"
            },
            {"PATCH", "/v1/products/CUP", "{\"name\":\"Big cup\",\"brand\":\"Kilns\"}"},
            {"PUT", "/v1/products/CUP/price", "{\"price\":{\"amount\":\"2\",\"currency\":\"GBP\"}}"},
            {"POST", "/v1/products/CUP/discontinue", "{}"},
            {"POST", "/v1/products/CUP/reactivate", "{}"},
            {"POST", "/v1/inventory/MUG-1/receipts", "{\"locationId\":\"MAIN\",\"quantity\":5}"},
            {"POST", "/v1/inventory/MUG-1/adjustments", "{\"locationId\":\"MAIN\",\"delta\":-1,\"reason\":\"damaged\"}"
            },
            {"POST", "/v1/reservations", cart("cart-1")},
            {"POST", "/v1/reservations/cart-1/confirm", "{}"},
            {"POST", "/v1/reservations/cart-1/ship", "{}"},
            {"POST", "/v1/reservations", cart("cart-2")},
            {"POST", "/v1/reservations/cart-2/release", "{}"},
            {"POST", "/v1/reservations", largeCart("cart-3")},
            {"POST", "/v1/reservations/cart-3/confirm", "{}"},
            {"POST", "/v1/reservations/cart-3/ship", "{}"}
        };
        for (int i = 0; i < commands.length; i++) {
            String actor = "clerk-" + i;
            String request = "request-" + i;
            Answer answer = send(commands[i], actor, request);
            assertThat(answer.status()).as(commands[i][1]).isIn(200, 201);
            checkProvenance(actor, request);
            checkToken(answer, streamsOf(request));
        }
    }

    @Test
    void aRepeatedStepNamesTheSameStreams() {
        send(new String[] {"POST", "/v1/reservations", cart("again")}, "clerk", "first-hold");
        Answer first = send(new String[] {"POST", "/v1/reservations/again/confirm", "{}"}, "clerk", "first-confirm");
        Answer again = send(new String[] {"POST", "/v1/reservations/again/confirm", "{}"}, "clerk", "again-confirm");
        assertThat(streamsOf("again-confirm")).isEmpty();
        assertThat(token(again)).isEqualTo(token(first));
    }

    @Test
    void withoutHeadersTheCallerIsAnonymousAndTheRequestGetsAnId() {
        Answer answer = commandSide.post("/v1/inventory/PLATE-2/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        String request = answer.headers().firstValue("X-Correlation-Id").orElseThrow();
        checkProvenance("anonymous", request);
    }

    @Test
    void anInvalidCorrelationIdIsReplaced() {
        for (String name : List.of("two words", "x".repeat(129))) {
            Answer answer = send(RECEIPT, "clerk", name);
            String request = answer.headers().firstValue("X-Correlation-Id").orElseThrow();
            assertThat(request).isNotEqualTo(name);
            checkProvenance("clerk", request);
        }
    }

    @Test
    void anInvalidActorIsRefused() {
        for (String name : List.of("two words", "x".repeat(129))) {
            Answer answer = send(RECEIPT, name, "refused-request");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("code").asString()).isEqualTo("invalid-actor");
            assertThat(streamsOf("refused-request")).isEmpty();
        }
    }

    private static String cart(String id) {
        return "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":2},{\"sku\":\"PLATE-2\",\"quantity\":1}]}"
                .formatted(id);
    }

    /** Its lines are executed by other threads. */
    private static String largeCart(String id) {
        return "{\"id\":\"%s\",\"lines\":[%s]}"
                .formatted(
                        id,
                        Stream.of(SKUS)
                                .map("{\"sku\":\"%s\",\"quantity\":1}"::formatted)
                                .collect(Collectors.joining(",")));
    }

    private static Answer send(String[] command, String actor, String request) {
        return commandSide.send(
                0,
                command[0],
                command[1],
                "application/json",
                command[2],
                "X-Actor",
                actor,
                "X-Correlation-Id",
                request);
    }

    private static void checkProvenance(String actor, String request) {
        List<JsonNode> metaData = new ArrayList<>();
        for (String stream : streamsOf(request)) {
            for (Stored event : commandSide.stream(stream)) {
                if (event.metaData().path("correlationId").asString("").equals(request)) {
                    metaData.add(event.metaData());
                }
            }
        }
        assertThat(metaData).as(request).isNotEmpty().allSatisfy(data -> {
            assertThat(data.path("actor").asString("")).isEqualTo(actor);
            assertThat(data.path("causationId").asString("")).isNotBlank().isNotEqualTo(request);
        });
    }

    private static void checkToken(Answer answer, Set<String> touched) {
        ConsistencyToken token = token(answer);
        assertThat(token.versions().keySet()).isEqualTo(touched);
        touched.forEach(stream -> assertThat(token.versionOf(stream))
                .as(stream)
                .isEqualTo(commandSide.stream(stream).size() - 1));
    }

    private static ConsistencyToken token(Answer answer) {
        return commandSide.token(answer);
    }

    /** Every stream with an event that belongs to the request. */
    private static Set<String> streamsOf(String request) {
        Set<String> streams = new HashSet<>();
        commandSide
                .read(
                        "SELECT DISTINCT aggregateIdentifier FROM DomainEventEntry"
                                + " WHERE convert_from(metaData, 'UTF8')::json ->> 'correlationId' = ?",
                        row -> row.getString(1),
                        request)
                .forEach(streams::add);
        return streams;
    }
}
