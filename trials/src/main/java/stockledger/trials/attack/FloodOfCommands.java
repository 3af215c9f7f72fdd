package stockledger.trials.attack;

import java.net.URI;
import stockledger.trials.client.HttpRequests;

/** One caller sends commands as fast as they are answered. */
final class FloodOfCommands implements Attack {

    @Override
    public String name() {
        return "flood-of-commands";
    }

    @Override
    public String description() {
        return "receipts of one SKU as fast as they are answered";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        byte[] receipt = new HttpRequests(url)
                .send("POST", "/v1/inventory/ATTACKED-1/receipts", "{\"locationId\":\"ATTACKED\",\"quantity\":1}");
        return Flood.begin(url, attackers, () -> receipt);
    }
}
