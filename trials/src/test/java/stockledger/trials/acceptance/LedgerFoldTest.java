package stockledger.trials.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerFoldTest {

    private LedgerFold fold;

    @BeforeEach
    void read() throws IOException {
        fold = new LedgerFold(OnlineRetailFile.read(OnlineRetailFileTest.SAMPLE), new RunNames("run", "MAIN"));
    }

    @Test
    void openingStockIsTheSumOfSalesAndWriteOffs() {
        assertThat(fold.opening("20001A")).isEqualTo(6 + 6 + 6 + 1);
        assertThat(fold.opening("20004")).isEqualTo(24 + 5);
        assertThat(fold.opening("20010")).isEqualTo(620);
    }

    @Test
    void aSkuWithReturnsOnlyHasNoOpeningStock() {
        assertThat(fold.stocked()).doesNotContain("20007");
        assertThat(fold.movements("20007")).containsExactly(Movement.adjustment("MAIN", 3, "run/C700008/18", "return"));
        assertThat(fold.onHand("20007")).isEqualTo(3);
    }

    @Test
    void onlyReturnsAreOnHandAtTheEndOfTheDay() {
        assertThat(fold.onHand("20001A")).isEqualTo(2);
        assertThat(fold.onHand("20002")).isEqualTo(1);
        assertThat(fold.onHand("20010")).isEqualTo(100);
        assertThat(fold.onHand("20004")).isZero();
    }

    @Test
    void aSkuOnSeveralLinesOfAnInvoiceIsOneShipment() {
        assertThat(fold.movements("20002"))
                .containsExactlyInAnyOrder(
                        Movement.receipt("MAIN", 21, "run/opening/20002"),
                        Movement.shipment("MAIN", 12, "run-700001"),
                        Movement.shipment("MAIN", 6, "run-700002"),
                        Movement.shipment("MAIN", 3, "run-700024"),
                        Movement.returned("MAIN", 1, "run/C700007/17"));
    }

    @Test
    void returnsAreMatchedToAnOrderOfTheSameCustomer() {
        assertThat(returned("C700007")).containsExactly("700001", "700001");
        assertThat(returned("C700020")).containsExactly("700014");
    }

    private List<String> returned(String invoice) {
        return fold.invoices().stream()
                .filter(candidate -> candidate.number().equals(invoice))
                .flatMap(match -> match.adjustments().stream())
                .map(fold::orderOf)
                .map(Invoice::number)
                .toList();
    }

    @Test
    void writeOffsHaveAReason() {
        assertThat(fold.movements("20004")).contains(Movement.adjustment("MAIN", -5, "run/700009/19", "shrinkage"));
        assertThat(fold.movements("20001A")).contains(Movement.adjustment("MAIN", -1, "run/700010/20", "damaged"));
    }

    @Test
    void theCatalogTakesTheFirstNameAndTheFirstPriceAboveZero() {
        assertThat(fold.catalog())
                .contains(
                        new CatalogEntry("20005", "WOODEN SPOON SET", "range-20", new BigDecimal("4.95")),
                        new CatalogEntry("20011", "FELT SLIPPERS", "range-20", new BigDecimal("8.50")),
                        new CatalogEntry(
                                "gift_0001_20", "Gift Voucher £20.00", "range-other", new BigDecimal("16.67")));
    }

    @Test
    void invoicesKeepTheOrderOfTheFile() {
        assertThat(fold.invoices())
                .extracting(Invoice::number)
                .startsWith("700001", "700002", "700003")
                .hasSize(18);
        assertThat(fold.orders())
                .extracting(Invoice::number)
                .doesNotContain("C700007", "700009")
                .hasSize(13);
    }
}
