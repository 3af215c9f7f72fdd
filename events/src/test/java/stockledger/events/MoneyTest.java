package stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"12.5,12.50", "12.50,12.50", "12.500,12.50", "0,0.00", "0.0001,0.0001", "007,7.00", "1.2340,1.234"})
    void jsonHasAtLeastTwoDecimalsAndNoTrailingZeros(String amount, String expected) throws JsonProcessingException {
        assertThat(json.writeValueAsString(Money.of(amount, "GBP")))
                .isEqualTo("{\"amount\":\"%s\",\"currency\":\"GBP\"}".formatted(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "JPY,500,500",
        "JPY,500.00,500",
        "JPY,1200.5,1200.5",
        "KWD,1,1.000",
        "KWD,12.5,12.500",
        "KWD,0.0005,0.0005"
    })
    void jsonHasAtLeastTheDecimalsOfTheCurrency(String currency, String amount, String expected)
            throws JsonProcessingException {
        assertThat(json.writeValueAsString(Money.of(amount, currency)))
                .isEqualTo("{\"amount\":\"%s\",\"currency\":\"%s\"}".formatted(expected, currency));
    }

    @ParameterizedTest
    @CsvSource({
        "GBP,12.50,true",
        "GBP,12.505,false",
        "JPY,500,true",
        "JPY,0.5,false",
        "KWD,1.005,true",
        "XAU,1,false",
        "ABC,1,false"
    })
    void anAmountFitsACurrencyThatHasItsDecimals(String currency, String amount, boolean fits) {
        assertThat(Money.of(amount, currency).fitsCurrency()).isEqualTo(fits);
    }

    @Test
    void trailingZerosDoNotMatterAndJsonKeepsTheAmount() throws JsonProcessingException {
        Random random = new Random(20260131);
        for (int i = 0; i < 2_000; i++) {
            int decimals = random.nextInt(5);
            BigDecimal amount = new BigDecimal(new BigInteger(39, random), decimals);
            Money money = new Money(amount, "EUR");

            assertThat(money).isEqualTo(new Money(amount.stripTrailingZeros(), "EUR"));
            assertThat(money.amount()).isEqualByComparingTo(amount);
            assertThat(json.readValue(json.writeValueAsString(money), Money.class))
                    .isEqualTo(money);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0.01",
                "-1",
                "1000000000000",
                "1E+3",
                "1E+2000000000",
                "0.00001",
                "1.",
                ".5",
                "+1",
                " 1",
                "",
                "٣"
            })
    void anAmountOutOfRangeOrMalformedIsRefused(String amount) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(amount, "GBP"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"gbp", "GB", "GBPP", "G P", "£", "GB1"})
    void aMalformedCurrencyIsRefused(String currency) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of("1.00", currency));
    }

    @Test
    void missingMembersAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(null, "GBP"));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of("1.00", null));
        assertThatThrownBy(() -> json.readValue("{\"currency\":\"GBP\"}", Money.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> json.readValue("{\"amount\":\"ten\",\"currency\":\"GBP\"}", Money.class))
                .isInstanceOf(JsonProcessingException.class);
    }
}
