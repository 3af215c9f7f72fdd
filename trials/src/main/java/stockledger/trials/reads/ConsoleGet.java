package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import stockledger.trials.client.Credential;
import stockledger.trials.client.SetupFailed;

/** A GET as the console sends it, with the API key of the trial. */
final class ConsoleGet {

    private ConsoleGet() {}

    /** The body of a 200; any other status ends the trial. */
    static <T> T body(HttpClient http, URI address, String header, String value, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header(header, value);
        String key = Credential.key();
        if (key != null) {
            request.header(Credential.HEADER, key);
        }
        try {
            HttpResponse<T> answer = http.send(request.build(), handler);
            if (answer.statusCode() != 200) {
                throw new SetupFailed(address + " was answered " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
