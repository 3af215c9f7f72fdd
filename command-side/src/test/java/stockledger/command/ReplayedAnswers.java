package stockledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import stockledger.command.RunningCommandSide.Answer;

/** Checks of the answers to requests with the same idempotency key. */
public final class ReplayedAnswers {

    private ReplayedAnswers() {}

    public static void assertSame(Answer answer, Answer first) {
        assertThat(answer.status()).isEqualTo(first.status());
        assertThat(answer.body()).isEqualTo(first.body());
        for (String header : List.of("Location", "ETag", "Consistency-Token")) {
            assertThat(answer.headers().firstValue(header))
                    .as(header)
                    .isEqualTo(first.headers().firstValue(header));
        }
    }

    /** Exactly one of the requests was executed. */
    public static void assertOneIsExecuted(List<Answer> answers) {
        assertThat(answers.stream()
                        .filter(answer -> answer.headers()
                                .firstValue("Idempotent-Replayed")
                                .isPresent()))
                .hasSize(answers.size() - 1);
    }
}
