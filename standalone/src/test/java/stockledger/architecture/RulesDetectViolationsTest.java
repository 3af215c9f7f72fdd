package stockledger.architecture;

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

/** A rule that cannot fail checks nothing: each must report its violation in {@code stockledger.violations}. */
class RulesDetectViolationsTest {

    private static final Map<String, List<String>> EXPECTED = Map.ofEntries(
            entry("events has no dependency on other modules", List.of("events.EventsUsingCommandSide")),
            entry("web has no dependency on other modules", List.of("web.WebUsingEvents")),
            entry("the command side never imports the query side", List.of("stock.CommandUsingQuery")),
            entry("the query side never imports the command side", List.of("product.QueryUsingCommand")),
            entry("trials has no dependency on other modules", List.of("trials.TrialUsingEvents")),
            entry(
                    "standalone imports only the configurations of the sides",
                    List.of("standalone.StandaloneUsingDispatch")),
            entry("only the configurations of the sides import events.store", List.of("stock.PackageUsingEventStore")),
            entry(
                    "every class is in a listed package",
                    List.of("command.util.ThingHelper", "trials.unlisted.ClassInUnlistedPackage")),
            entry(
                    "every listed package exists",
                    List.of(
                            "violations.command.bulk is listed",
                            "violations.query.cache is listed",
                            "violations.trials.load is listed")),
            entry("packages have no cycle", List.of("availability --> product --> availability")),
            entry("technical packages never import feature packages", List.of("dispatch --> stock")),
            entry(
                    "only catalog, reservation, bulk and async import other features, by command and refusal",
                    List.of("location.FeatureUsingFeature", "reservation.ReservationUsingPublicType")),
            entry("feature packages of the query side never import each other", List.of("product --> availability")),
            entry(
                    "projection, cache and listindex import no HTTP",
                    List.of("projection.ProjectionWithHttpType", "org.springframework.http.ResponseEntity")),
            entry(
                    "all else in a feature package is package-private",
                    List.of("stock.PublicFeatureType", "product.QueryUsingCommand")),
            entry("event types use java, Jackson annotations and @Revision only", List.of("StockVanished")),
            entry("every event has a stored name of its package and a revision", List.of("StockVanished")),
            entry("every event has a handler in its aggregate", List.of("StockVanished")),
            entry(
                    "every projector handles or ignores every event of its families",
                    List.of("product.IncompleteProjector neither handles nor ignores")),
            entry("every event has a golden file per revision", List.of("StockVanished")),
            entry("every event has a row in docs/events.md", List.of("StockVanished")),
            entry(
                    "aggregates use no Spring, clock, randomness, logging or I/O",
                    List.of("Instant.now()", "org.slf4j.Logger")),
            entry("aggregate types are explicit", List.of("stock.AggregateReadingTheClock")),
            entry("processing groups and stores are not named by annotation", List.of("product.DerivedNamesListener")),
            entry("collections are explicit", List.of("product.DerivedNamesListener")),
            entry("GET only on the query side", List.of("POST /v1/products/{sku}/forget")),
            entry("other verbs only on the command side", List.of("GET /v1/violation/{sku}")),
            entry("every route names its verb", List.of("* /v1/violation/any")),
            entry(
                    "every route has an ApiContract",
                    List.of("GET /v1/violation/{sku}", "POST /v1/products/{sku}/forget")),
            entry("no address is named like an id", List.of("* /v1/violation/any")),
            entry(
                    "no util, common, impl, dto, service, helper or manager in a name",
                    List.of("command.util.ThingHelper")),
            entry("no Lombok", List.of("ThingHelper")),
            entry("no field injection", List.of("GetOnCommandSideController.injected")),
            entry("no Thread.sleep", List.of("GetOnCommandSideController.any")),
            entry("no waiting by LockSupport", List.of("GetOnCommandSideController.poll")));

    @TempDir
    private static Path noGoldenFiles;

    @TestFactory
    Stream<DynamicTest> reportsItsViolation() {
        JavaClasses violating = Repository.violating();
        return Rules.of("stockledger.violations", noGoldenFiles, "an empty document").stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    List<String> violations = rule.violations(violating);
                    assertThat(EXPECTED).as("a violation is expected").containsKey(rule.name());
                    for (String expected : EXPECTED.get(rule.name())) {
                        assertThat(violations).anyMatch(violation -> violation.contains(expected));
                    }
                }));
    }

    @Test
    void everyExpectedViolationBelongsToARule() {
        assertThat(Rules.of("stockledger.violations", noGoldenFiles, "").stream()
                        .map(Rule::name))
                .containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    @Test
    void forbiddenWordIsFoundInsideOfANameAndNotInsideOfAWord() {
        assertThat(CodeRules.hasForbiddenWord("command.stock.StockServiceImpl")).isTrue();
        assertThat(CodeRules.hasForbiddenWord("query.common.Page")).isTrue();
        assertThat(CodeRules.hasForbiddenWord("command.stock.DTOReader")).isTrue();
        assertThat(CodeRules.hasForbiddenWord("command.stock.Utility")).isFalse();
        assertThat(CodeRules.hasForbiddenWord("command.stock.ServicedStock")).isFalse();
    }
}
