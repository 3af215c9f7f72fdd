package stockledger.trials.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineRetailFileTest {

    static final Path SAMPLE = Path.of("sample", "shop-day.csv");

    @TempDir
    Path folder;

    @Test
    void everyInvalidRowIsReportedWithLineAndReason() throws IOException {
        ShopDay day = OnlineRetailFile.read(SAMPLE);

        assertThat(day.invalid())
                .extracting(InvalidRow::toString)
                .containsExactly(
                        "line 5, skipped: service code, no goods: POST",
                        "line 9, replayed: no description; price is 0",
                        "line 11, skipped: quantity is 0",
                        "line 12, skipped: quantity is not a whole number: twelve",
                        "line 14, skipped: service code, no goods: BANK CHARGES",
                        "line 15, skipped: service code, no goods: D",
                        "line 18, replayed: return of 20007, which this file never sold",
                        "line 19, replayed: no description; price is 0",
                        "line 20, replayed: price is 0",
                        "line 21, skipped: 7 columns, not 8",
                        "line 23, skipped: price is not a number: nine",
                        "line 28, skipped: not a SKU: TEAPOT/STRAINER",
                        "line 32, skipped: cancellation with a quantity above 0: 1",
                        "line 34, skipped: service code, no goods: M",
                        "line 35, replayed: price is 0",
                        "line 37, skipped: broken quotes",
                        "line 40, skipped: quantity is above 1000000000: 4000000000");
        assertThat(day.rows()).hasSize(27);
        assertThat(day.skipped()).isEqualTo(12);
    }

    @Test
    void quotedCommasDoNotSplitAColumn() throws IOException {
        DayRow row = OnlineRetailFile.read(SAMPLE).rows().get(1);

        assertThat(row.line()).isEqualTo(3);
        assertThat(row.description()).isEqualTo("TIN, ROUND, TEA AND SUGAR");
        assertThat(row.quantity()).isEqualTo(12);
        assertThat(row.price()).isEqualByComparingTo("3.39");
    }

    @Test
    void undecodableCharactersAndAByteOrderMarkAreAccepted() throws IOException {
        String header = "\uFEFFInvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n";
        Path file = folder.resolve("old.csv");
        Files.writeString(file, header, StandardCharsets.UTF_8);
        byte[] latin = "1,A1,VOUCHER \u00a35,2,now,5.0,,UK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, latin, java.nio.file.StandardOpenOption.APPEND);

        ShopDay day = OnlineRetailFile.read(file);

        assertThat(day.rows()).extracting(DayRow::sku).containsExactly("A1");
        assertThat(day.invalid()).containsExactly(new InvalidRow(3, "empty line", false));
    }

    @Test
    void aFileOfAnotherFormatIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "a,b,c\n1,2,3\n");

        assertThatThrownBy(() -> OnlineRetailFile.read(file)).hasMessageContaining("not an Online Retail file");
    }
}
