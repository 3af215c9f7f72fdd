package stockledger.query.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.query.count.Cause.Kind;
import stockledger.query.count.CountedStock.Arrival;
import stockledger.query.count.CountedStock.Booking;
import stockledger.query.count.CountedStock.OpenAllocation;
import stockledger.query.count.CountedStock.OpenDelivery;
import stockledger.query.count.CountedStock.OpenTransfer;

class CountCausesTest {

    private static final Instant COUNTED_AT = Instant.parse("2026-03-02T12:00:00Z");
    private static final int EXPECTED = 20;

    /** A line of a sheet with the evidence that a test adds. */
    private static final class Line {

        private final String sku;
        private final long counted;
        private final List<Booking> receipts = new ArrayList<>();
        private final List<Booking> lateBookings = new ArrayList<>();
        private final List<OpenTransfer> transfers = new ArrayList<>();
        private final List<OpenDelivery> deliveries = new ArrayList<>();
        private final List<OpenAllocation> allocations = new ArrayList<>();
        private Set<String> documents = Set.of();

        Line(String sku, long difference) {
            this.sku = sku;
            this.counted = EXPECTED + difference;
        }

        CountedStock stock() {
            return new CountedStock(
                    sku,
                    "main",
                    COUNTED_AT,
                    counted,
                    EXPECTED,
                    0,
                    true,
                    null,
                    receipts,
                    lateBookings,
                    transfers,
                    deliveries,
                    allocations,
                    List.of(),
                    documents);
        }

        CountCauses.Finding finding() {
            return CountCauses.of(List.of(stock())).get(0);
        }

        Cause cause() {
            return finding().causes().get(0);
        }
    }

    private static EventRef event(String id, long minutesAfterCount, @Nullable String reference) {
        return new EventRef(id, "stock.Event", COUNTED_AT.plusSeconds(60 * minutesAfterCount), reference, null);
    }

    private static Booking receipt(String id, long units, long minutesAfterCount, @Nullable String reference) {
        return new Booking(Arrival.RECEIPT, units, reference, event(id, minutesAfterCount, reference));
    }

    private static OpenAllocation order(String id, long open, long shippedLater, long hoursBeforeCount) {
        return new OpenAllocation(id, open, shippedLater, 0, 0, event(id, -60 * hoursBeforeCount, null));
    }

    @Test
    void countWithoutADifferenceHasNoCause() {
        Line line = new Line("mug", 0);
        line.lateBookings.add(receipt("r", 5, 10, null));
        line.allocations.add(order("cart", 5, 0, 72));

        assertThat(line.finding().causes()).isEmpty();
    }

    @Test
    void differenceThatNoEventExplainsHasNoCause() {
        Line line = new Line("mug", -3);
        line.receipts.add(receipt("r", 5, -60, "note 1"));
        line.allocations.add(order("cart", 5, 0, 72));

        assertThat(line.finding().causes()).isEmpty();
    }

    @Test
    void receiptThatWasRecordedAfterTheCountNeedsNoCorrection() {
        Line line = new Line("mug", 5);
        EventRef aSecondLater = new EventRef("r", "stock.Event", COUNTED_AT.plusSeconds(1), "note 1", null);
        line.lateBookings.add(new Booking(Arrival.RECEIPT, 5, "note 1", aSecondLater));

        Cause cause = line.cause();

        assertThat(cause.cause()).isEqualTo(Kind.LATE_RECEIPT);
        assertThat(cause.events()).extracting(EventRef::id).containsExactly("r");
        assertThat(cause.explanation()).contains("recorded 1 second after the count");
        assertThat(cause.corrections()).isEmpty();
    }

    @Test
    void dueDeliveryIsReceivedWithTheTimeOfTheCount() {
        Line line = new Line("mug", 5);
        line.deliveries.add(
                new OpenDelivery("in-1", 5, LocalDate.parse("2026-03-01"), "order 9", event("a", -999, null)));

        Cause cause = line.cause();

        assertThat(cause.cause()).isEqualTo(Kind.LATE_RECEIPT);
        assertThat(cause.corrections().get(0).body())
                .isEqualTo(Map.of(
                        "locationId",
                        "main",
                        "quantity",
                        5L,
                        "reference",
                        "order 9",
                        "incomingId",
                        "in-1",
                        "occurredAt",
                        "2026-03-02T12:00:00Z"));
    }

    @Test
    void dueDeliveryIsLikelierThanOneThatIsNotDueAndAPartLessLikelyThanTheWhole() {
        Line line = new Line("mug", 5);
        line.deliveries.add(new OpenDelivery("later", 5, LocalDate.parse("2026-03-20"), null, event("a", -9, null)));
        line.deliveries.add(new OpenDelivery("part", 9, LocalDate.parse("2026-03-01"), null, event("b", -9, null)));
        line.deliveries.add(new OpenDelivery("due", 5, LocalDate.parse("2026-03-01"), null, event("c", -9, null)));

        assertThat(line.finding().causes())
                .extracting(cause -> cause.events().get(0).id())
                .containsExactly("c", "b", "a");
    }

    @Test
    void transferToTheLocationIsReceivedAndAPartOfItTooButNotMore() {
        Line line = new Line("mug", 5);
        line.transfers.add(new OpenTransfer("all", 5, true, "north", event("a", -60, null)));
        line.transfers.add(new OpenTransfer("part", 8, true, "north", event("b", -60, null)));
        line.transfers.add(new OpenTransfer("less", 4, true, "north", event("c", -60, null)));

        List<Cause> causes = line.finding().causes();

        assertThat(causes).extracting(Cause::cause).containsOnly(Kind.UNRECEIVED_TRANSFER);
        assertThat(causes)
                .extracting(cause -> cause.corrections().get(0))
                .containsExactly(
                        new Cause.Correction("POST", "/v1/transfers/all/receive", Map.of("quantity", 5L)),
                        new Cause.Correction("POST", "/v1/transfers/part/receive", Map.of("quantity", 5L)));
    }

    @Test
    void transferThatWasSentAndIsStillHereIsEndedAndBookedBack() {
        Line line = new Line("mug", 5);
        line.transfers.add(new OpenTransfer("t", 5, false, "north", event("a", -60, null)));

        assertThat(line.cause().corrections())
                .extracting(Cause.Correction::path)
                .containsExactly("/v1/transfers/t/receive", "/v1/inventory/mug/adjustments");
    }

    @Test
    void receiptsOfOneReferenceAreLikelierDoubleThanOthersOfTheSameDay() {
        Line line = new Line("mug", -5);
        line.receipts.add(receipt("a", 5, -600, "note 1"));
        line.receipts.add(receipt("b", 5, -400, "note 2"));
        line.receipts.add(receipt("c", 5, -200, "note 1"));

        List<Cause> causes = line.finding().causes();

        assertThat(causes.get(0).cause()).isEqualTo(Kind.DOUBLE_RECEIPT);
        assertThat(causes.get(0).events()).extracting(EventRef::id).containsExactly("a", "c");
        assertThat(causes.get(0).score()).isGreaterThan(causes.get(1).score());
        assertThat(causes.get(0).corrections().get(0).body()).containsEntry("delta", -5L);
    }

    @Test
    void orderThatHasNotShippedForLongIsShipped() {
        Line line = new Line("mug", -5);
        line.allocations.add(order("cart", 5, 0, 80));
        line.allocations.add(order("recent", 2, 0, 1));

        Cause cause = line.cause();

        assertThat(cause.cause()).isEqualTo(Kind.MISSED_SHIPMENT);
        assertThat(cause.corrections())
                .containsExactly(new Cause.Correction(
                        "POST",
                        "/v1/reservations/cart/ship",
                        Map.of("lines", List.of(Map.of("sku", "mug", "quantity", 5L)))));
    }

    @Test
    void severalOrdersMayHaveLeftTogether() {
        Line line = new Line("mug", -7);
        line.allocations.add(order("one", 5, 0, 80));
        line.allocations.add(order("two", 2, 0, 90));
        line.allocations.add(order("three", 4, 0, 90));

        assertThat(line.cause().corrections())
                .extracting(Cause.Correction::path)
                .containsExactly("/v1/reservations/two/ship", "/v1/reservations/one/ship");
    }

    @Test
    void ordersThatAreBeingPickedAreNoCause() {
        Line line = new Line("mug", -7);
        line.allocations.add(order("recent", 5, 0, 1));
        line.allocations.add(order("shipped-since", 0, 2, 40));
        line.receipts.add(receipt("a", 7, -50, null));
        line.receipts.add(receipt("b", 7, -40, null));

        CountCauses.Finding finding = line.finding();

        assertThat(finding.causes()).isEmpty();
        assertThat(finding.picking()).isNotNull();
        assertThat(finding.picking().units()).isEqualTo(7);
    }

    @Test
    void causeIsFoundBesideOrdersThatAreBeingPicked() {
        Line line = new Line("mug", 3);
        line.transfers.add(new OpenTransfer("t", 5, true, "north", event("a", -60, null)));
        line.allocations.add(order("recent", 2, 0, 1));

        assertThat(line.cause().units()).isEqualTo(5);
    }

    @Test
    void similarSkuWithTheOppositeDifferenceIsLikelierThanAnotherOne() {
        List<CountCauses.Finding> findings = CountCauses.of(List.of(
                new Line("84029E", 4).stock(),
                new Line("99999", 0).stock(),
                new Line("22720", -4).stock(),
                new Line("84029G", -4).stock()));

        List<Cause> causes = findings.get(0).causes();

        assertThat(causes).extracting(Cause::otherSku).containsExactly("84029G", "22720");
        assertThat(causes.get(0).corrections())
                .extracting(Cause.Correction::path)
                .containsExactly("/v1/inventory/84029E/adjustments", "/v1/inventory/84029G/adjustments");
        assertThat(findings.get(1).causes()).isEmpty();
    }

    @Test
    void oppositeDifferencesOfOneUnitAreChanceUnlessMoreSpeaksForASwap() {
        CountedStock lost = new Line("84029E", -1).stock();

        List<CountCauses.Finding> unrelated =
                CountCauses.of(List.of(lost, new Line("99999", 0).stock(), new Line("22720", 1).stock()));
        List<CountCauses.Finding> similar =
                CountCauses.of(List.of(lost, new Line("99999", 0).stock(), new Line("84029G", 1).stock()));

        assertThat(unrelated.get(0).causes()).isEmpty();
        assertThat(similar.get(0).causes()).hasSize(1);
    }

    @Test
    void orderWhoseOtherSkusAreThereIsLessLikely() {
        Line line = new Line("mug", -5);
        line.allocations.add(order("cart", 5, 0, 80));
        Line present = new Line("cup", 0);
        present.allocations.add(order("cart", 3, 0, 80));
        Line missing = new Line("cup", -3);
        missing.allocations.add(order("cart", 3, 0, 80));

        double alone = line.cause().score();

        assertThat(score(line, present)).isLessThan(alone);
        assertThat(score(line, missing)).isGreaterThan(alone);
    }

    private static double score(Line first, Line second) {
        return CountCauses.of(List.of(first.stock(), second.stock()))
                .get(0)
                .causes()
                .get(0)
                .score();
    }

    @Test
    void namesAreSimilarWhenOneCharacterDiffersOrTwoHaveChangedPlaces() {
        assertThat(SwapRules.isSimilar("84029E", "84029G")).isTrue();
        assertThat(SwapRules.isSimilar("22730", "22370")).isTrue();
        assertThat(SwapRules.isSimilar("85123", "85123A")).isTrue();
        assertThat(SwapRules.isSimilar("22730", "22841")).isFalse();
    }
}
