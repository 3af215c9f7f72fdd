package stockledger.trials.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsistencyTokensTest {

    private final ConsistencyTokens tokens = new ConsistencyTokens();

    @Test
    void aLaterCommandReplacesTokensAcknowledgedBeforeItWasSent() {
        tokens.record(Set.of("A"), answer("one", 0, 10));
        tokens.record(Set.of("A"), answer("two", 11, 20));

        assertThat(tokens.headersFor("A")).containsExactly("two");
    }

    @Test
    void tokensOfConcurrentCommandsAreAllKept() {
        tokens.record(Set.of("A", "B"), answer("one", 0, 10));
        tokens.record(Set.of("A"), answer("two", 5, 20));

        assertThat(tokens.headersFor("A")).containsExactly("one,two");
        assertThat(tokens.headersFor("B")).containsExactly("one");
        assertThat(tokens.headersFor("C")).isEmpty();
    }

    @Test
    void tokensTooLongForOneHeaderAreSplit() {
        String one = "1".repeat(4000);
        String two = "2".repeat(4000);
        tokens.record(Set.of("A"), answer(one, 0, 10));
        tokens.record(Set.of("A"), answer(two, 0, 10));

        assertThat(tokens.headersFor("A")).isEqualTo(List.of(one, two));
    }

    private static Response answer(String token, long sent, long answered) {
        return Response.acknowledged(201, token, sent, answered);
    }
}
