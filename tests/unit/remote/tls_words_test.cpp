#include "remote/tls_words.hpp"

#include <gtest/gtest.h>

namespace shoporder::remote {
namespace {

Reply refusal(Phase phase, const char* text) {
    Reply reply;
    reply.phase = phase;
    reply.code = std::stoi(text);
    reply.text = text;
    return reply;
}

bool demanded(Phase phase, const char* text) {
    return demands_tls(refusal(phase, text), "acme");
}

TEST(TlsWords, OfWidespreadServersAreADemand) {
    for (const char* const text :
         {"421 Sorry, cleartext sessions and weak ciphers are not accepted on this server. Please "
          "reconnect using TLS security mechanisms.",                                // pure-ftpd
          "530 Non-anonymous sessions must use encryption.",                         // vsftpd
          "503 Use AUTH first.",                                                     // FileZilla
          "530 This server does not allow plain FTP. You have to use FTP over TLS.", // FileZilla
          "550 SSL/TLS required on the control channel",                             // ProFTPD
          "534 Policy requires SSL.",                                                // IIS
          "431 Need some unavailable resource to process security: use TLS.",
          "530 TLS erforderlich", "421 Only secure connections: FTPS"}) {
        EXPECT_TRUE(demanded(Phase::login, text)) << text;
        EXPECT_TRUE(demanded(Phase::connect, text)) << text;
    }
    EXPECT_TRUE(demanded(Phase::put, "522 Data connections must be encrypted."));
    EXPECT_TRUE(demanded(Phase::folder, "530 Please log in with TLS."));
}

TEST(TlsWords, OfOtherTroubleAreNone) {
    for (const char* const text :
         {"421 Too many users.", "421 Timeout.", "530 Login incorrect.", "530 Please authenticate.",
          "530 AUTH failed", "430 Invalid user", "421 TLS library failed to load",
          "550 wessl-1001.xml: not allowed"})
        EXPECT_FALSE(demanded(Phase::login, text)) << text;
    EXPECT_FALSE(demanded(Phase::folder, "550 /ssl/in: no such folder, use another"));
    EXPECT_FALSE(demanded(Phase::put, "522 SSL session reuse required"));
    EXPECT_FALSE(demanded(Phase::put, "550 tls-only.xml: not allowed"));
    EXPECT_FALSE(
        demands_tls(refusal(Phase::login, "530 User tls-only is not allowed"), "tls-only"));
}

TEST(TlsWords, AreExplainedOnAConnectionWithoutIt) {
    auto endpoint = order::Endpoint::parse("ftp://acme@ftp.acme.example:2121/in");
    Reply reply = refusal(Phase::login, "503 Use AUTH first.");
    explain_tls(reply, endpoint);
    EXPECT_TRUE(reply.wants_tls);
    EXPECT_EQ(reply.text,
              "use ftpes://acme@ftp.acme.example:2121/in as its url (503 Use AUTH first.)");
    endpoint.scheme = order::Scheme::ftpes;
    reply = refusal(Phase::login, "530 TLS client certificate required");
    explain_tls(reply, endpoint);
    EXPECT_FALSE(reply.wants_tls) << "it has TLS already";
}

} // namespace
} // namespace shoporder::remote
