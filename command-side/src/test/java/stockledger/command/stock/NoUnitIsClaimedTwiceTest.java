package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** Concurrent requests to two instances on one store claim each unit once. */
class NoUnitIsClaimedTwiceTest {

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void sixtyFourRequestsForTenUnitsHoldExactlyTen() {
        commandSide.stocked("MAIN", 10, "HOT");

        List<Answer> answers = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i ->
                        commandSide.post(i % 2, "/v1/reservations", "{\"lines\":[{\"sku\":\"HOT\",\"quantity\":1}]}"))
                .collect(Collectors.toList());

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(10);
        assertThat(answers.stream().filter(answer -> answer.status() == 409))
                .hasSize(54)
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("insufficient-stock"));
    }
}
