package stockledger.planted.query.product;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Planted: a POST route on the query side. */
@RestController
class BossyController {

    @PostMapping("/v1/products/{sku}/forget")
    void forget() {}
}
