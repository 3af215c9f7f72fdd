package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RequiredProgramTest {

    @Test
    void missingProgramFailsInCiAndSkipsElsewhere() {
        assertThatThrownBy(() -> RequiredProgram.find("/no/such/program", true)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> RequiredProgram.find("/no/such/program", false))
                .isInstanceOf(TestAbortedException.class);
        assertThat(RequiredProgram.find("/bin/sh", true)).isExecutable();
    }
}
