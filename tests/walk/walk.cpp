#include "walk/walk.hpp"

#include "flow/operate/operate.hpp"
#include "store/documents.hpp"

#include <algorithm>

namespace shoporder::walk {

using order::DeliveryState;

namespace {

const flow::Person k_ann{"queue (ann)", "said so"};

/// One telling of the walk: an order of its own, the books of what left, and a hand that acts.
class Telling {
public:
    Telling(Ground& ground, const Truth& truth, std::uint32_t seed)
        : m_ground(ground),
          m_truth(truth),
          m_id(ground.next_order++),
          m_hand(seed),
          m_books(truth, m_id) {}

    [[nodiscard]] Message message() const { return m_truth.message(m_id); }
    void receive(const Message& message) {
        m_ground.shop.receive(message.body, message.topic);
        m_received = true;
    }
    /// What a person at the shell does between two dispatches.
    void operate(std::string& story);
    void dispatch(); ///< after a plan
    void check() { m_books.check(deliveries()); }
    /// Nothing happens in the shop and nothing fails any more.
    void settle_down();

    /// Its deliveries, so that two tellings can be compared.
    [[nodiscard]] std::string rows();
    [[nodiscard]] const std::vector<std::string>& complaints() const { return m_books.complaints; }
    std::size_t documents = 0;
    std::size_t words = 0;
    std::size_t changes = 0;

private:
    int below(int n) { return std::uniform_int_distribution<>{0, n - 1}(m_hand); }
    std::vector<store::Delivery> deliveries() { return m_ground.shop.deliveries(m_id); }
    void assign(std::string& story);
    void move(const store::Delivery& d, DeliveryState from, DeliveryState to);
    void drop_what_was_called_back();
    void send(const store::Delivery& d);

    Ground& m_ground;
    const Truth& m_truth;
    std::int64_t m_id;
    std::mt19937 m_hand;
    Books m_books;
    bool m_received = false;
    bool m_calm = false; ///< no try fails
};

void Telling::assign(std::string& story) {
    const int line = 1 + below(static_cast<int>(m_truth.lines.size()));
    const std::string& supplier = m_ground.suppliers[static_cast<std::size_t>(below(2))];
    if (!m_truth.lines[static_cast<std::size_t>(line - 1)].ships)
        return;
    const auto id = m_id * 100 + line;
    const auto done = flow::assign(*m_ground.shop.database, m_ground.shop.settings, m_id, id,
                                   supplier, k_ann, m_ground.shop.clock);
    story += "assign line " + std::to_string(line) + " to " + supplier + "\n";
    if (!done.changes)
        return;
    if (const auto freed = m_books.free(id); freed != done.freed)
        m_books.complaints.push_back("assign frees " + std::to_string(done.freed) + ", not " +
                                     std::to_string(freed));
}

void Telling::operate(std::string& story) {
    if (!m_received || m_truth.deleted)
        return;
    if (below(5) == 0)
        assign(story);
    for (const store::Delivery& d : deliveries()) {
        const bool word = d.kind != "new";
        if (word && d.state == DeliveryState::held && below(2) == 0) {
            m_books.told(d);
            flow::settle(*m_ground.shop.database, d.id, k_ann, m_ground.shop.clock);
            story += "told " + d.po_number + ": " + d.kind + "\n";
            ++words;
        } else if (!word && order::is_unclaimed(d.state) && below(12) == 0) {
            m_books.call_off(d);
            flow::cancel(*m_ground.shop.database, d.id, k_ann, m_ground.shop.clock);
            story += "call off " + d.po_number + "\n";
        }
    }
}

void Telling::move(const store::Delivery& d, DeliveryState from, DeliveryState to) {
    store::Write write(*m_ground.shop.database);
    store::Step step{from, to};
    if (to == DeliveryState::deferred)
        step.due_at = m_ground.shop.clock.now();
    if (!store::transition(write, d.id, step, m_ground.shop.clock.now()))
        throw std::runtime_error(d.po_number + " is not in the state it should be");
    write.commit();
}

/// The first try goes wrong one time in six, and then the file may or may not be there.
void Telling::send(const store::Delivery& d) {
    if (d.state == DeliveryState::ready) {
        if (d.kind == "new") {
            m_books.send(d);
            ++documents;
        } else {
            m_books.say(d);
            ++changes;
        }
        store::Write write(*m_ground.shop.database);
        const std::string name = std::to_string(d.id) + ".xml";
        store::set_document(write, d.id,
                            store::add_document(write, {d.supplier_id, name, "native", "x"},
                                                m_ground.shop.clock.now()));
        write.commit();
    }
    move(d, d.state, DeliveryState::sending);
    const bool fails = !m_calm && d.state == DeliveryState::ready && below(6) == 0;
    move(d, DeliveryState::sending, fails ? DeliveryState::deferred : DeliveryState::uploaded);
    if (!fails)
        m_books.arrived(d);
}

/// An order that was cancelled before its file arrived anywhere needs no word.
void Telling::drop_what_was_called_back() {
    for (const store::Delivery& d : deliveries())
        if (d.kind == "new" && d.state == DeliveryState::cancelled && d.document_id != 0)
            m_books.drop(d);
}

void Telling::dispatch() {
    drop_what_was_called_back();
    for (const store::Delivery& d : deliveries())
        if (d.state == DeliveryState::ready || d.state == DeliveryState::deferred)
            send(d);
}

void Telling::settle_down() {
    m_calm = true;
    for (int i = 0; i < 3; ++i) {
        m_ground.shop.plan();
        dispatch();
    }
    check();
    m_books.check_settled(deliveries(), m_ground.takes_documents);
}

std::string Telling::rows() {
    std::string out;
    for (const store::Delivery& d : deliveries()) {
        out += std::to_string(d.supplier_id) + " part " + std::to_string(d.part) + " revision " +
               std::to_string(d.revision) + " " + d.kind + " " + std::string{order::name(d.state)} +
               ":" + d.reason_code;
        for (const store::DeliveryLine& line : d.lines)
            out += " " + std::to_string(line.line_id - m_id * 100) + "=" +
                   std::to_string(line.quantity) + "/" + std::to_string(line.current) + "/" +
                   std::to_string(line.freed);
        out += "\n";
    }
    return out;
}

} // namespace

Ground::Ground() {
    takes_documents = shop.add_supplier("acme", "Acme");
    auto acme = store::find_supplier(*shop.database, takes_documents).value();
    acme.takes_changes = true;
    {
        store::Write write(*shop.database);
        store::put_supplier(write, acme, "test", shop.clock.now());
        write.commit();
    }
    shop.add_supplier("globex", "Globex");
}

Outcome walk(Ground& ground, std::uint32_t seed) {
    std::mt19937 random(seed);
    Truth truth(random);
    Telling straight(ground, truth, seed + 1);
    Telling shuffled(ground, truth, seed + 1);
    Outcome out;
    const auto below = [&](int n) { return std::uniform_int_distribution<>{0, n - 1}(random); };
    std::vector<Message> sent_before;
    for (int dispatches = 2 + below(5); dispatches > 0; --dispatches) {
        std::vector<Message> any_order;
        for (int changes = 1 + below(5); changes > 0; --changes) {
            const bool first = sent_before.empty() && any_order.empty();
            out.story += (first ? "create" : truth.change()) + "\n";
            straight.receive(straight.message());
            any_order.push_back(shuffled.message());
        }
        sent_before.insert(sent_before.end(), any_order.begin(), any_order.end());
        for (int again = below(4); again > 0; --again)
            any_order.push_back(
                sent_before[static_cast<std::size_t>(below(static_cast<int>(sent_before.size())))]);
        std::shuffle(any_order.begin(), any_order.end(), random);
        for (const Message& message : any_order)
            shuffled.receive(message);
        out.story += "dispatch\n";
        ground.shop.clock.advance(std::chrono::seconds{60});
        ground.shop.plan(); // both, once: what is sent of the one must not plan it a second time
        for (Telling* telling : {&straight, &shuffled})
            telling->dispatch();
        straight.check();
        out.story += straight.rows();
        if (straight.rows() != shuffled.rows())
            out.complaints.push_back("in another order of arrival it is\n" + shuffled.rows());
        out.complaints.insert(out.complaints.end(), straight.complaints().begin(),
                              straight.complaints().end());
        if (!out.complaints.empty())
            return out;
        ground.shop.clock.advance(std::chrono::seconds{60});
        std::string same;
        straight.operate(out.story);
        shuffled.operate(same);
    }
    straight.settle_down();
    out.story += "and then\n" + straight.rows();
    out.complaints = straight.complaints();
    out.documents = straight.documents;
    out.words = straight.words;
    out.changes = straight.changes;
    return out;
}

} // namespace shoporder::walk
