package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.architecture.ReadmeBlocks.Step;
import stockledger.architecture.RequestsHttp.Request;

/** Every curl block of the README and every request of requests.http, in order, against the packaged jar. */
class ReadmeIT {

    private static final String SHOWN_FILE = "/tmp/stockledger-answer";

    @TempDir
    static Path folder;

    private static RunningJar service;

    @BeforeAll
    static void start() throws IOException {
        service = RunningJar.shared();
    }

    @Test
    void commandsOfTheReadmeAnswerAsShown() throws IOException, InterruptedException {
        List<Step> steps = ReadmeBlocks.of(Repository.document("README.md"));

        assertThat(steps).hasSizeGreaterThan(5).anyMatch(step -> !step.answers().isEmpty());
        for (Step step : steps) {
            String output = BashBlocks.run(
                    step.commands().replace(SHOWN_FILE, folder.resolve("answer").toString()), service, folder);
            assertThat(step.answers())
                    .as(step.commands())
                    .allSatisfy(answer -> assertThat(output).contains(answer));
        }
    }

    @Test
    void requestsHttpAnswersAsExpected() throws IOException, InterruptedException {
        String document = Repository.document("requests.http");
        Map<String, String> variables = RequestsHttp.variables(document);
        assertThat(variables).containsEntry("host", "http://" + BashBlocks.SHOWN_ADDRESS);
        RequestRunner runner = new RequestRunner(Map.of("host", "http://127.0.0.1:" + service.port()));
        for (Request request : RequestsHttp.of(document)) {
            runner.run(request);
        }
    }

    @Test
    void readmeStartsThisJar() {
        assertThat(Repository.document("README.md"))
                .contains("mvn -q -DskipTests package && java -jar standalone/target/stockledger.jar"
                        + " --stockledger.sample-shop=true")
                .contains("\nmvn verify\n");
    }
}
