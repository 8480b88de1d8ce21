// Asks the default configuration of the Go SDK v2, one JSON line of standard input after the other.
//
// Every request that it makes, to whatever host, goes to the fake on 127.0.0.1.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
)

type question struct {
	Env     map[string]string `json:"env"`
	Options struct {
		Profile *string `json:"profile"`
		Region  *string `json:"region"`
	} `json:"options"`
}

type answer struct {
	Kind            string `json:"kind"`
	AccessKeyID     string `json:"accessKeyId,omitempty"`
	SecretAccessKey string `json:"secretAccessKey,omitempty"`
	SessionToken    string `json:"sessionToken,omitempty"`
	Source          string `json:"source,omitempty"`
	Name            string `json:"name,omitempty"`
	Message         string `json:"message,omitempty"`
}

type rerouted struct{ address string }

// A client that opens connections to the fake alone, whatever host is meant.
func (r rerouted) Do(request *http.Request) (*http.Response, error) {
	host := request.URL.Host
	inner := request.Clone(request.Context())
	inner.URL.Scheme = "http"
	inner.URL.Host = r.address
	inner.Header.Set("X-Original-Host", host)
	return client.Do(inner)
}

var client = &http.Client{
	Timeout: 5 * time.Second,
	Transport: &http.Transport{
		Proxy:             nil,
		DisableKeepAlives: true,
		DialContext:       (&net.Dialer{}).DialContext,
	},
}

func ask(q question, address string, path string) answer {
	os.Clearenv()
	os.Setenv("PATH", path)
	for name, value := range q.Env {
		os.Setenv(name, value)
	}
	// The SDK works these out once, when the program starts.
	config.DefaultSharedConfigFiles = []string{config.DefaultSharedConfigFilename()}
	config.DefaultSharedCredentialsFiles = []string{config.DefaultSharedCredentialsFilename()}
	options := []func(*config.LoadOptions) error{
		config.WithHTTPClient(rerouted{address}),
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }),
		// The container endpoint has a client of its own.
		config.WithEndpointCredentialOptions(func(options *endpointcreds.Options) {
			options.HTTPClient = rerouted{address}
		}),
	}
	if q.Options.Profile != nil {
		options = append(options, config.WithSharedConfigProfile(*q.Options.Profile))
	}
	if q.Options.Region != nil {
		options = append(options, config.WithRegion(*q.Options.Region))
	}
	loaded, err := config.LoadDefaultConfig(context.Background(), options...)
	if err != nil {
		return answer{Kind: "error", Name: "load", Message: err.Error()}
	}
	keys, err := loaded.Credentials.Retrieve(context.Background())
	if err != nil {
		return answer{Kind: "error", Name: "use", Message: err.Error()}
	}
	return answer{
		Kind:            "keys",
		AccessKeyID:     keys.AccessKeyID,
		SecretAccessKey: keys.SecretAccessKey,
		SessionToken:    keys.SessionToken,
		Source:          keys.Source,
	}
}

func main() {
	// Names are not looked up either.
	net.DefaultResolver = &net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("only the loopback may be reached")
		},
	}
	address := "127.0.0.1:" + os.Getenv("IAMX_FAKE_PORT")
	path := os.Getenv("PATH")
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<16), 1<<22)
	for lines.Scan() {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		line, _ := json.Marshal(ask(q, address, path))
		fmt.Println(string(line))
	}
}
