package stockledger.trials.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SaleTest {

    @Test
    void atMostTheStockIsSold() {
        assertThat(Sale.ofOne("L", "A", 10, 100).sold()).containsExactly(10);
    }

    @Test
    void atMostTheRequestedUnitsAreSold() {
        assertThat(Sale.ofOne("L", "A", 100, 10).sold()).containsExactly(10);
    }

    @Test
    void eachSkuIsSoldIndependently() {
        Sale sale = new Sale("L", List.of("A", "B", "C"), 2, new int[] {0, 0, 0, 1});

        assertThat(sale.sold()).containsExactly(2, 1, 0);
        assertThat(sale.totalSold()).isEqualTo(3);
    }

    @Test
    void requestsAreUniformAndTheSameInEveryRun() {
        Sale sale = Sale.ofMany("L", List.of("A", "B", "C", "D"), 1_000, 1_000);

        assertThat(LongStream.of(sale.sold()).sum()).isEqualTo(1_000);
        assertThat(LongStream.of(sale.sold()).boxed())
                .allSatisfy(units -> assertThat(units).isBetween(200L, 300L));
        assertThat(Sale.ofMany("L", List.of("A", "B", "C", "D"), 1_000, 1_000).picks())
                .isEqualTo(sale.picks());
    }
}
