package stockledger.query.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.query.http.QueryProblemException;
import stockledger.query.operator.OperatorRequests.Reason;

class ActionsNeedAReasonTest {

    @Test
    void aReasonIsStoredInOneLine() {
        assertThat(OperatorRequests.reasonOf(new Reason(" count of\n Tuesday ")))
                .isEqualTo("count of Tuesday");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\u200b", "a\u0007b"})
    void withoutAVisibleReasonNothingIsDone(String reason) {
        assertThatThrownBy(() -> OperatorRequests.reasonOf(new Reason(reason)))
                .isInstanceOf(QueryProblemException.class);
    }

    @Test
    void aReasonIsAtMost200CharactersLong() {
        assertThat(OperatorRequests.reasonOf(new Reason("x".repeat(200)))).hasSize(200);
        assertThatThrownBy(() -> OperatorRequests.reasonOf(new Reason("x".repeat(201))))
                .isInstanceOf(QueryProblemException.class);
    }
}
