package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import stockledger.command.catalog.ProductCommand.DiscontinueProduct;
import stockledger.command.dispatch.Commands;
import stockledger.events.Sku;
import tools.jackson.databind.JsonNode;

/** Once a discontinue is acknowledged, no instance holds units of the product; open holds finish. */
class DiscontinuedProductsAreNotHeldTest {

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        // Long enough on a busy machine for every conflict with the other instance to be retried.
        commandSide = new RunningCommandSide(2, "--stockledger.dispatch.retry-timeout=30s");
        commandSide.stocked("MAIN", 1_000_000, "OFF", "OFF-CART", "ON-CART", "RACED", "RACED-ON", "CRASHED", "EARLIER");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void anOpenHoldFinishesAndANewOneIsRefusedUntilTheProductIsReactivated() {
        assertThat(hold(0, "off-open", "OFF").status()).isEqualTo(201);
        assertThat(hold(1, "off-other", "OFF").status()).isEqualTo(201);

        Answer discontinued = discontinue("OFF");
        assertThat(discontinued.status()).isEqualTo(200);
        for (int instance = 0; instance < 2; instance++) {
            Answer refused = hold(instance, "off-new-" + instance, "OFF");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("product-discontinued");
            assertThat(refused.body().path("sku").asString()).isEqualTo("OFF");
        }
        assertThat(commandSide
                        .post(1, "/v1/reservations/off-open/extend", "{\"ttlSeconds\":3600}")
                        .status())
                .isEqualTo(200);
        for (String step : List.of("confirm", "ship")) {
            assertThat(commandSide
                            .post(1, "/v1/reservations/off-open/" + step, "{}")
                            .status())
                    .isEqualTo(200);
        }

        assertThat(commandSide.post(1, "/v1/products/OFF/reactivate", "{}").status())
                .isEqualTo(200);
        assertThat(hold(0, "off-again", "OFF").status()).isEqualTo(201);
    }

    @Test
    void ofACartWithADiscontinuedProductNothingIsHeld() {
        assertThat(discontinue("OFF-CART").status()).isEqualTo(200);

        Answer refused = hold(1, "off-cart", "ON-CART", "OFF-CART");

        assertThat(refused.code()).isEqualTo("product-discontinued");
        assertThat(StoredClaims.of(commandSide, "ON-CART").open()).isEmpty();
        assertThat(commandSide.stream("reservation:off-cart")).isEmpty();
    }

    @Test
    void noHoldSentAfterTheAcknowledgementSucceeds() {
        assertThat(hold(0, "raced-0", "RACED").status()).isEqualTo(201);
        assertThat(hold(1, "raced-1", "RACED").status()).isEqualTo(201);
        AtomicBoolean acknowledged = new AtomicBoolean();

        List<Answer> last = Concurrently.times(64, i -> {
            if (i == 0) {
                Answer answer = discontinue("RACED");
                acknowledged.set(answer.status() == 200);
                return answer;
            }
            return holdUntil(acknowledged, i);
        });

        assertThat(last.get(0).status()).isEqualTo(200);
        assertThat(last.subList(1, last.size())).extracting(Answer::code).containsOnly("product-discontinued");
        List<String> events =
                commandSide.stream("stock:RACED").stream().map(Stored::type).toList();
        assertThat(events.subList(events.indexOf("stock.SalesStopped"), events.size()))
                .doesNotContain("stock.UnitsHeld");
        Map<String, Long> held = StoredClaims.of(commandSide, "RACED").open();
        held.keySet().removeIf(id -> !id.startsWith("raced-cart-"));
        assertThat(StoredClaims.of(commandSide, "RACED-ON").open())
                .as("refused carts hold nothing")
                .isEqualTo(held);
    }

    /** Holds carts until one was sent after the acknowledgement, and answers with that one. */
    private static Answer holdUntil(AtomicBoolean acknowledged, int shopper) {
        for (int round = 0; ; round++) {
            boolean after = acknowledged.get();
            Answer answer = hold(shopper % 2, "raced-cart-" + shopper + "-" + round, "RACED", "RACED-ON");
            assertThat(answer.status()).as(answer.body().toString()).isIn(201, 409, 503);
            if (after && answer.status() != 503) {
                return answer;
            }
        }
    }

    @Test
    void stockFollowsAProductWhoseProcessCrashedAfterItsDecision() {
        for (int instance = 0; instance < 2; instance++) {
            assertThat(hold(instance, "crashed-" + instance, "CRASHED").status())
                    .isEqualTo(201);
        }
        commands().send(new DiscontinueProduct(new Sku("CRASHED")));

        await().untilAsserted(() -> assertThat(commandSide.stream("stock:CRASHED"))
                .extracting(Stored::type)
                .endsWith("stock.SalesStopped"));
        assertThat(hold(1, "crashed-new", "CRASHED").code()).isEqualTo("product-discontinued");
        List<Stored> events = commandSide.stream("stock:CRASHED");
        JsonNode followed = events.get(events.size() - 1).metaData();
        assertThat(followed.path("actor").asString()).isEqualTo("stockledger");
        assertThat(followed.path("correlationId").asString()).isNotEmpty();
    }

    @Test
    void aProductThatWasDiscontinuedBeforeItsStockFollowedIsRefused() {
        commands().send(new DiscontinueProduct(new Sku("EARLIER")));

        assertThat(hold(0, "earlier", "EARLIER").code()).isEqualTo("product-discontinued");
    }

    private static Commands commands() {
        return commandSide.instance(0).getBean(Commands.class);
    }

    private static Answer discontinue(String sku) {
        return commandSide.post(0, "/v1/products/" + sku + "/discontinue", "{}");
    }

    private static Answer hold(int instance, String id, String... skus) {
        return commandSide.post(
                instance,
                "/v1/reservations",
                "{\"id\":\"%s\",\"lines\":[%s]}"
                        .formatted(
                                id,
                                List.of(skus).stream()
                                        .map("{\"sku\":\"%s\",\"quantity\":1}"::formatted)
                                        .collect(Collectors.joining(","))));
    }
}
