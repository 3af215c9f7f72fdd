package stockledger.trials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsistencyTokensTest {

    private final ConsistencyTokens tokens = new ConsistencyTokens();

    @Test
    void aLaterCommandReplacesWhatWasAcknowledgedBeforeItWasSent() {
        tokens.keep(Set.of("A"), answer("one", 0, 10));
        tokens.keep(Set.of("A"), answer("two", 11, 20));

        assertThat(tokens.headersFor("A")).containsExactly("two");
    }

    @Test
    void commandsThatWereInFlightTogetherAreAllKept() {
        tokens.keep(Set.of("A", "B"), answer("one", 0, 10));
        tokens.keep(Set.of("A"), answer("two", 5, 20));

        assertThat(tokens.headersFor("A")).containsExactly("one,two");
        assertThat(tokens.headersFor("B")).containsExactly("one");
        assertThat(tokens.headersFor("C")).isEmpty();
    }

    @Test
    void whatIsTooLongForOneHeaderIsSplit() {
        String one = "1".repeat(4000);
        String two = "2".repeat(4000);
        tokens.keep(Set.of("A"), answer(one, 0, 10));
        tokens.keep(Set.of("A"), answer(two, 0, 10));

        assertThat(tokens.headersFor("A")).isEqualTo(List.of(one, two));
    }

    private static Answer answer(String token, long sent, long answered) {
        return new Answer(201, MissingNode.getInstance(), token, sent, answered, true);
    }
}
