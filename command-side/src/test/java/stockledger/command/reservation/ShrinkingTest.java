package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shrinking removes all steps that are not needed for the failure. */
class ShrinkingTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void oneCulpritIsFound() {
        assertThat(Shrinking.shrink(HUNDRED, list -> list.contains(37))).containsExactly(37);
    }

    @Test
    void culpritsThatOnlyFailTogetherAreFoundInTheirOrder() {
        assertThat(Shrinking.shrink(HUNDRED, list -> list.containsAll(List.of(3, 50, 99))))
                .containsExactly(3, 50, 99);
    }

    @Test
    void necessaryStepsAreKept() {
        assertThat(Shrinking.shrink(HUNDRED, list -> list.size() >= 7)).hasSize(7);
    }
}
