package stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    private static final String ALLOWED = "ABCXYZabcxyz0189._-";
    private static final List<Function<String, Object>> CONSTRUCTORS =
            List.of(Sku::new, LocationId::new, ReservationId::new, IncomingId::new, TransferId::new);

    @Test
    void oneToSixtyFourAllowedCharactersAreValid() {
        Random random = new Random(20260131);
        for (int i = 0; i < 2_000; i++) {
            String value = text(random, 1 + random.nextInt(64));
            if (value.matches("[.]{1,2}")) {
                continue;
            }
            for (Function<String, Object> constructor : CONSTRUCTORS) {
                assertThat(constructor.apply(value)).hasToString(value).isEqualTo(constructor.apply(value));
            }
        }
    }

    @Test
    void oneForbiddenCharacterAnywhereIsRefused() {
        Random random = new Random(4711);
        String forbidden = " /:@#$%&*()'\"\\\n\t\0é中{}[]<>?+=,;";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder value = new StringBuilder(text(random, 1 + random.nextInt(63)));
            value.insert(random.nextInt(value.length() + 1), forbidden.charAt(random.nextInt(forbidden.length())));
            for (Function<String, Object> constructor : CONSTRUCTORS) {
                assertThatIllegalArgumentException().isThrownBy(() -> constructor.apply(value.toString()));
            }
        }
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "A B",
                "A\n",
                "12345678901234567890123456789012345678901234567890123456789012345",
                "../x/",
                ".",
                ".."
            })
    void malformedValuesAreRefused(String value) {
        for (Function<String, Object> constructor : CONSTRUCTORS) {
            assertThatIllegalArgumentException().isThrownBy(() -> constructor.apply(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".a", "a.", "..a", "-", "_"})
    void otherValuesWithDotsAndHyphensAreValid(String value) {
        for (Function<String, Object> constructor : CONSTRUCTORS) {
            assertThat(constructor.apply(value)).hasToString(value);
        }
    }

    @Test
    void upperAndLowerCaseDiffer() {
        assertThat(new Sku("mug")).isNotEqualTo(new Sku("MUG")).isGreaterThan(new Sku("MUG"));
    }

    @Test
    void streamNamesOfDifferentTypesDiffer() {
        assertThat(List.of(
                        new Sku("A").productStream(),
                        new Sku("A").stockStream(),
                        new LocationId("A").stream(),
                        new ReservationId("A").stream()))
                .containsExactly("product:A", "stock:A", "location:A", "reservation:A");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void anAllocationWithoutUnitsIsRefused(long quantity) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Allocation(new LocationId("A"), quantity));
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALLOWED.charAt(random.nextInt(ALLOWED.length())));
        }
        return text.toString();
    }
}
