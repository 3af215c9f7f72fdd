package stockledger.house;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A rule that cannot fail checks nothing: each must report the violation that is planted for it. */
class RulesBiteTest {

    private static final Map<String, List<String>> PLANTED = Map.ofEntries(
            entry("events imports nothing of ours", List.of("events.Loan")),
            entry("web imports nothing of ours", List.of("web.Curious")),
            entry("the command side never imports the query side", List.of("stock.Peeker")),
            entry("the query side never imports the command side", List.of("product.ProductAsker")),
            entry("trials imports nothing of ours", List.of("trials.Insider")),
            entry("standalone imports the doors only", List.of("standalone.Burglar")),
            entry("only doors import events.store", List.of("stock.StoreUser")),
            entry("every class is in a listed room", List.of("command.util.ThingHelper", "trials.attic.Crate")),
            entry(
                    "every listed room exists",
                    List.of(
                            "planted.command.bulk is listed",
                            "planted.query.cache is listed",
                            "planted.trials.load is listed")),
            entry("rooms have no cycle", List.of("availability --> product --> availability")),
            entry("mechanism rooms never import feature rooms", List.of("dispatch --> stock")),
            entry(
                    "only reservation, bulk and async import other features, by command and refusal",
                    List.of("catalog.Nosy", "reservation.Intruder")),
            entry("read rooms never import each other", List.of("product --> availability")),
            entry(
                    "projection, cache and listindex import no HTTP",
                    List.of("projection.AnsweringProjection", "org.springframework.http.ResponseEntity")),
            entry("all else in a feature room is package-private", List.of("stock.OpenStock", "product.ProductAsker")),
            entry("event types use java, Jackson annotations and @Revision only", List.of("StockVanished")),
            entry("every event has a stored name of its room and a revision", List.of("StockVanished")),
            entry("every event has a handler in its aggregate", List.of("StockVanished")),
            entry(
                    "every projector handles or ignores every event of its families",
                    List.of("product.ForgetfulProjector neither handles nor ignores")),
            entry("every event has a golden file per revision", List.of("StockVanished")),
            entry("every event has a row in docs/events.md", List.of("StockVanished")),
            entry(
                    "aggregates use no Spring, clock, randomness, logging or I/O",
                    List.of("Instant.now()", "org.slf4j.Logger")),
            entry("aggregate types are explicit", List.of("stock.Dreamer")),
            entry("processing groups and stores are not named by annotation", List.of("product.Listener")),
            entry("collections are explicit", List.of("product.Listener")),
            entry("GET only on the query side", List.of("POST /v1/products/{sku}/forget")),
            entry("other verbs only on the command side", List.of("GET /v1/curious/{sku}")),
            entry("every route names its verb", List.of("* /v1/curious/any")),
            entry("every route has an ApiContract", List.of("GET /v1/curious/{sku}", "POST /v1/products/{sku}/forget")),
            entry(
                    "no util, common, impl, dto, service, helper or manager in a name",
                    List.of("command.util.ThingHelper")),
            entry("no Lombok", List.of("ThingHelper")),
            entry("no field injection", List.of("CuriousController.peeker")),
            entry("no Thread.sleep", List.of("CuriousController.any")),
            entry("no waiting by LockSupport", List.of("CuriousController.poll")));

    @TempDir
    private static Path noGoldenFiles;

    @TestFactory
    Stream<DynamicTest> reportsThePlantedViolation() {
        JavaClasses planted = House.planted();
        return Rules.of("stockledger.planted", noGoldenFiles, "an empty document").stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    List<String> violations = rule.violations(planted);
                    assertThat(PLANTED).as("a violation is planted").containsKey(rule.name());
                    for (String expected : PLANTED.get(rule.name())) {
                        assertThat(violations).anyMatch(violation -> violation.contains(expected));
                    }
                }));
    }

    @Test
    void everyPlantedViolationBelongsToARule() {
        assertThat(Rules.of("stockledger.planted", noGoldenFiles, "").stream().map(Rule::name))
                .containsExactlyInAnyOrderElementsOf(PLANTED.keySet());
    }

    @Test
    void forbiddenWordIsFoundInsideOfANameAndNotInsideOfAWord() {
        assertThat(CodeRules.hasForbiddenWord("command.stock.StockServiceImpl")).isTrue();
        assertThat(CodeRules.hasForbiddenWord("query.common.Page")).isTrue();
        assertThat(CodeRules.hasForbiddenWord("command.stock.DTOReader")).isTrue();
        assertThat(CodeRules.hasForbiddenWord("command.stock.Utility")).isFalse();
        assertThat(CodeRules.hasForbiddenWord("command.stock.ServicedShelf")).isFalse();
    }
}
