#pragma once
// Purpose: who ships: rules, transport and mode of one supplier.
// State: none. Fails: Error(data) from the parsers, naming what is wrong and the remedy.
// Threads: values.
#include "base/clock.hpp"
#include "order/answering.hpp"
#include "order/document_form.hpp"
#include "order/endpoint.hpp"
#include "order/flat_form.hpp"
#include "order/goods_rules.hpp"
#include "order/hold_rules.hpp"
#include "order/match_rule.hpp"
#include "order/number_pattern.hpp"
#include "order/send_times.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

enum class SupplierMode {
    test,    ///< new: nothing leaves but what a person sends to the test endpoint
    observe, ///< plans, never sends: to run beside an old system
    live,
    paused, ///< by a person, with a reason and perhaps an end
    parked, ///< by us, with a reason: a refused login, certificate or folder
};
[[nodiscard]] std::string_view name(SupplierMode mode) noexcept;
[[nodiscard]] std::optional<SupplierMode> supplier_mode(std::string_view text) noexcept;

/// How a document comes to its final name on the supplier's server.
enum class UploadMode {
    rename,    ///< written under a temporary name, its size checked, renamed
    done_file, ///< written under its final name; then an empty file beside it says it is whole
    direct,    ///< written under its final name, at most once; a doubtful attempt is held
};
[[nodiscard]] std::string_view name(UploadMode mode) noexcept; ///< "rename", "done-file", "direct"
[[nodiscard]] std::optional<UploadMode> upload_mode(std::string_view text) noexcept;

/// Where a file is marked until it is whole: in its name, or by lying in another folder.
enum class TemporaryName { prefix, suffix, folder };
[[nodiscard]] std::string_view name(TemporaryName where) noexcept;
[[nodiscard]] std::optional<TemporaryName> temporary_name(std::string_view text) noexcept;

/// How many deliveries a document carries.
enum class Batching {
    order,  ///< one: a file for each order
    run,    ///< all that are ready when a run comes by
    cutoff, ///< all that came before a time of day (SendTimes::cutoffs)
};
[[nodiscard]] std::string_view name(Batching batching) noexcept; ///< "order", "run", "cutoff"
[[nodiscard]] std::optional<Batching> batching(std::string_view text) noexcept;

/// How a supplier's server is known and talked to; what is empty is as [remote] says.
struct Transport {
    std::string ca_file;     ///< FTPS: certificates to trust, a PEM file
    std::string pin;         ///< FTPS: "sha256//BASE64", the digest of the server's public key
    std::string host_key;    ///< SFTP: base64, as `ssh-keygen -l` prints it after "SHA256:"
    std::string known_hosts; ///< SFTP: a file of host keys
    std::string key_file;    ///< SFTP: our private key, instead of a password
    bool active = false;     ///< FTP: the server connects back to us for the data
    bool tls13 = false;      ///< FTPS: TLS 1.3, a new connection for each transfer
    friend bool operator==(const Transport&, const Transport&) = default;
};

struct Supplier {
    std::int64_t id = 0; ///< 0 until stored
    std::string name;    ///< [a-z0-9-], 1 to 32 characters, unique
    SupplierMode mode = SupplierMode::test;
    std::string mode_reason;
    std::optional<base::Time> mode_until; ///< when a pause ends by itself
    int priority = 100;                   ///< lower wins where several match
    bool takes_unmatched = false;         ///< the default supplier (`default = true`)
    std::vector<MatchRule> match;
    /// A line that one of these takes comes here by no rule and not as the default's.
    std::vector<MatchRule> exclude;

    std::string account; ///< our customer number there
    /// "native", "ubl", "opentrans", "cxml", "csv", or the path of a stylesheet, *.xsl. What `flat`
    /// is called, where that is set.
    std::string format = "native";
    FlatForm flat; ///< the columns of a flat file; of FlatKind::none with any other format
    Prices prices = Prices::none;
    std::string number_pattern{k_usual_numbers}; ///< of its purchase-order numbers
    HoldRules hold;                              ///< beside the shop's
    GoodsRules goods;
    DocumentForm document;
    bool holds_additions = false; ///< what is added after a part left waits for a person
    bool pick_ups = false;        ///< it hands goods over to shoppers who fetch them
    bool collects = false;        ///< it collects money at delivery
    bool takes_changes = false;   ///< changes and cancellations as documents; else a person tells

    std::optional<Endpoint> endpoint;
    std::optional<Endpoint> test_endpoint;
    std::string credential; ///< the name of a credential, never its value
    UploadMode upload = UploadMode::rename;
    std::string done_suffix = ".done"; ///< UploadMode::done_file: the done-file is FILE + this
    TemporaryName temporary_at = TemporaryName::prefix; ///< for UploadMode::rename
    /// Part of a file's name while it is not whole; or the folder where it lies until then, a
    /// single name below the url's folder.
    std::string temporary = "tmp-";
    Transport transport;
    bool consumes = false; ///< known to take files away at once
    int sessions = 1;      ///< connections at the same time, 1 to 16
    int files_per_run = 0; ///< at most so many files in one run; 0: no limit
    Batching batching = Batching::order;
    SendTimes send; ///< when something may leave, and when a batch is closed

    Answering answering; ///< how it says that it has an order
    Shipping shipping;   ///< and what it has shipped

    std::vector<std::chrono::seconds> schedule; ///< retry waits; empty: the general one
};

/// The name of the row that stands for "no supplier": lines without a route.
inline constexpr std::string_view k_unrouted = "-";

/// Throws Error(data) unless the text is [a-z0-9][a-z0-9-]{0,31}.
void check_supplier_name(std::string_view text);

} // namespace shoporder::order
